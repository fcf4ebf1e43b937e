import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { acquireLock, isHolder, type Lock } from "../../src/files/lock-file.js";
import { processIdentity } from "../../src/files/process-identity.js";
import { runModule } from "../support/child.js";
import { emptyFolder, listing } from "../support/folder.js";

const linux = { skip: process.platform !== "linux" };
const holder = {
  pid: process.pid,
  host: hostname(),
  started: "2026-01-02T03:04:05.678Z",
  identity: "another boot 1",
  token: "t",
};

test("a lock has one holder at a time, and is free after its release", async () => {
  const folder = emptyFolder();
  const file = join(folder, "lock");
  const lock = await acquire(file);
  expect(await acquireLock(file)).toMatchObject({ pid: process.pid, host: hostname(), started: expect.any(String) });
  await lock.release();
  await lock.release();
  expect(listing(folder)).toEqual([]);
  const again = await acquire(file);
  await lock.release();
  expect(existsSync(file), "the first holder cannot release the lock of the second").toBe(true);
  await again.release();
});

test("of twenty attempts at once one gets the lock", async () => {
  const file = join(emptyFolder(), "lock");
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => acquireLock(file)));
  expect(outcomes.filter((outcome) => !isHolder(outcome))).toHaveLength(1);
});

test("the lock of a killed process is taken over", async () => {
  const folder = emptyFolder();
  const file = join(folder, "lock");
  const child = runModule(
    `
    const { acquireLock } = await ohem("files/lock-file.js");
    const { isHolder } = await ohem("files/lock-file.js");
    console.log(isHolder(await acquireLock("lock")));
    setInterval(() => {}, 1000);`,
    folder,
  );
  expect(await child.nextLine()).toBe("false");
  expect(await acquireLock(file)).toMatchObject({ pid: child.process.pid });
  child.process.kill("SIGKILL");
  await child.ended;
  await (await acquire(file)).release();
  expect(listing(folder)).toEqual([]);
});

test("of four processes that find a stale lock at once, one takes it over", async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, "lock"), JSON.stringify({ ...holder, pid: 2 ** 30, identity: undefined }));
  const children = Array.from({ length: 4 }, () =>
    runModule(
      `
      const { acquireLock, isHolder } = await ohem("files/lock-file.js");
      process.stdin.once("data", async () => {
        console.log(isHolder(await acquireLock("lock")) ? "refused" : "has it");
        process.stdin.once("data", () => process.exit());
      });
      console.log("ready");`,
      folder,
    ),
  );
  for (const child of children) expect(await child.nextLine()).toBe("ready");
  for (const child of children) child.process.stdin!.write("go");
  const outcomes = await Promise.all(children.map((child) => child.nextLine()));
  expect(outcomes.sort()).toEqual(["has it", "refused", "refused", "refused"]);
  expect(listing(folder)).toEqual(["lock"]);
  for (const child of children) child.process.stdin!.write("end");
  await Promise.all(children.map(({ ended }) => ended));
});

test("a process with the id of the dead holder is not the holder", linux, async () => {
  const file = join(emptyFolder(), "lock");
  writeFileSync(file, JSON.stringify({ ...holder, identity: await processIdentity(process.pid) }));
  expect(await acquireLock(file)).toMatchObject({ started: holder.started });
  writeFileSync(file, JSON.stringify(holder));
  await acquire(file);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ identity: await processIdentity(process.pid) });
});

test("a lock from another machine counts as held: its process is not visible here", async () => {
  const file = join(emptyFolder(), "lock");
  writeFileSync(file, JSON.stringify({ ...holder, host: "somewhere.else" }));
  expect(await acquireLock(file)).toMatchObject({ host: "somewhere.else" });
});

test.each(["", "{", "[]", '{"pid":"1"}', "x".repeat(10_000)])(
  "an illegible lock (%.12j) was left by a crash while it was written",
  async (text) => {
    const file = join(emptyFolder(), "lock");
    writeFileSync(file, text);
    const old = new Date(Date.now() - 60_000);
    utimesSync(file, old, old);
    await (await acquire(file)).release();
  },
);

test("a folder, a named pipe or a device in place of a lock is refused without being read", linux, async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "folder"));
  symlinkSync("/dev/zero", join(folder, "device"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  for (const name of ["folder", "device", "pipe"]) {
    await expect(acquireLock(join(folder, name))).rejects.toThrow(`${name}: not a regular file`);
  }
});

test("a lock that is being written is waited for", async () => {
  const file = join(emptyFolder(), "lock");
  writeFileSync(file, "");
  const outcome = acquireLock(file);
  const text = JSON.stringify({ ...holder, identity: await processIdentity(process.pid) });
  setTimeout(() => writeFileSync(file, text), 50);
  expect(await outcome).toMatchObject({ started: holder.started });
});

test("a crash during a takeover does not block the next one", async () => {
  const folder = emptyFolder();
  const dead = JSON.stringify({ ...holder, pid: 2 ** 30, identity: undefined });
  for (const name of ["lock", "lock.takeover", "lock.takeover.takeover"]) writeFileSync(join(folder, name), dead);
  await (await acquire(join(folder, "lock"))).release();
  expect(listing(folder)).toEqual([]);
});

async function acquire(file: string): Promise<Lock> {
  const outcome = await acquireLock(file);
  if (isHolder(outcome)) throw new Error(`held by ${outcome.pid}`);
  return outcome;
}
