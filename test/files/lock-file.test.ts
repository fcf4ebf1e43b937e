import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Lock } from "../../src/files/held-lock.js";
import { acquireLock, isHolder, lockHolder } from "../../src/files/lock-file.js";
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

afterEach(() => void vi.useRealTimers());

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

test(
  "a fresh lock from another container of the same host name is held, though its process is not seen",
  linux,
  async () => {
    const file = join(emptyFolder(), "lock");
    writeFileSync(file, JSON.stringify({ ...holder, pid: 2 ** 22 - 1, identity: "a 1", namespace: "pid:[1]" }));
    expect(await acquireLock(file)).toMatchObject({ namespace: "pid:[1]" });
    const longAgo = Date.now() / 1000 - 130;
    utimesSync(file, longAgo, longAgo);
    expect(isHolder(await acquireLock(file))).toBe(false);
  },
);

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

test.each([
  ["of a dead process", { ...holder, pid: 2 ** 30, identity: undefined }],
  ["of another machine that has fallen silent", { ...holder, host: "somewhere.else" }],
])("of four processes that find a lock %s at once, one takes it over", async (_, stale) => {
  const folder = emptyFolder();
  writeFileSync(join(folder, "lock"), JSON.stringify(stale));
  age(join(folder, "lock"), 300);
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

describe("a lock from another machine", () => {
  function lockOfAnother(): string {
    const file = join(emptyFolder(), "lock");
    writeFileSync(file, JSON.stringify({ ...holder, host: "somewhere.else" }));
    return file;
  }

  test("counts as held for two minutes after the last sign of life", async () => {
    const file = lockOfAnother();
    expect(await acquireLock(file)).toMatchObject({ host: "somewhere.else" });
    age(file, 110);
    expect(await acquireLock(file)).toMatchObject({ host: "somewhere.else" });
    expect(await lockHolder(file)).toMatchObject({ host: "somewhere.else" });
    age(file, 130);
    expect(await lockHolder(file)).toBeUndefined();
    const lock = await acquire(file);
    expect(lock.takenFrom).toMatchObject({ pid: holder.pid, host: "somewhere.else" });
    await lock.release();
  });

  test("is aged by the file system's clock, not by this machine's", async () => {
    const file = lockOfAnother();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    expect(await acquireLock(file)).toMatchObject({ host: "somewhere.else" });
  });

  test("is taken over at once on demand, unlike one of a process that runs here", async () => {
    const file = lockOfAnother();
    const lock = await acquire(file, true);
    expect(lock.takenFrom).toMatchObject({ host: "somewhere.else" });
    expect(await acquireLock(file, true)).toMatchObject({ host: hostname() });
    await lock.release();
  });

  test("that was left by a crash during a takeover does not block for longer than the first", async () => {
    const file = lockOfAnother();
    writeFileSync(`${file}.takeover`, readFileSync(file));
    for (const name of [file, `${file}.takeover`]) age(name, 300);
    await (await acquire(file)).release();
    expect(existsSync(`${file}.takeover`)).toBe(false);
  });
});

test("a holder gives a sign of life three times a minute, and none after its release", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const folder = emptyFolder();
  const lock = await acquire(join(folder, "lock"));
  const text = readFileSync(join(folder, "lock"), "utf8");
  age(join(folder, "lock"), 300);
  vi.advanceTimersByTime(20_000);
  await vi.waitFor(() => expect(Date.now() - statSync(join(folder, "lock")).mtimeMs).toBeLessThan(60_000));
  expect(readFileSync(join(folder, "lock"), "utf8")).toBe(text);
  await lock.release();
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  ["another's", (file: string) => writeFileSync(file, JSON.stringify({ ...holder, host: "somewhere.else" }))],
  ["gone", (file: string) => rmSync(file)],
])("a holder notices that the lock is %s, and leaves it so", async (_, change) => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  const folder = emptyFolder();
  const file = join(folder, "lock");
  const lock = await acquire(file);
  expect([lock.isLost(), lock.isLost(0)]).toEqual([false, false]);
  change(file);
  expect(lock.isLost(), "seen a moment ago").toBe(false);
  const before = listing(folder);
  vi.advanceTimersByTime(20_000);
  await vi.waitFor(() => expect(lock.isLost()).toBe(true));
  await lock.release();
  expect(listing(folder)).toEqual(before);
});

test("a holder that was stopped looks at its lock before it trusts it", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const file = join(emptyFolder(), "lock");
  const lock = await acquire(file);
  rmSync(file);
  vi.setSystemTime(Date.now() + 180_000);
  expect(lock.isLost()).toBe(true);
});

test.each(["", "{", "[]", '{"pid":"1"}', "x".repeat(10_000)])(
  "an illegible lock (%.12j) was left by a crash while it was written",
  async (text) => {
    const file = join(emptyFolder(), "lock");
    writeFileSync(file, text);
    age(file, 60);
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

/** As if the file had been written so long ago. */
function age(file: string, seconds: number): void {
  const then = new Date(Date.now() - seconds * 1000);
  utimesSync(file, then, then);
}

async function acquire(file: string, atOnce?: boolean): Promise<Lock> {
  const outcome = await acquireLock(file, atOnce);
  if (isHolder(outcome)) throw new Error(`held by ${outcome.pid}`);
  return outcome;
}
