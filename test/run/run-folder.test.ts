import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import { saveCheckpoint } from "../../src/checkpoint/write-checkpoint.js";
import { defaultConfig } from "../../src/config/resolve-config.js";
import { InputError, RunError } from "../../src/errors/errors.js";
import { reopenRunFolder } from "../../src/run/run-folder.js";
import { checkRunFolder } from "../../src/run/run-place.js";
import { runModule } from "../support/child.js";
import { exampleCheckpoint } from "../support/example-checkpoint.js";
import { now, openRun, started } from "../support/example-run.js";
import { withFault } from "../support/faults/file-faults.js";
import { listing, workingFolder } from "../support/folder.js";

test("a run without a folder gets one below runs/, named by UTC time and loss", async () => {
  const cwd = workingFolder();
  const first = await openRun();
  expect(first.path).toBe(join(cwd, "runs", "2026-03-04T05-06-07-ohem"));
  const second = await openRun();
  expect(second.path).toBe(join(cwd, "runs", "2026-03-04T05-06-07-ohem-2"));
  await first.close();
  const other = await openRun({ loss: "selective-backprop:beta=2,history=64" });
  expect(other.path).toBe(join(cwd, "runs", "2026-03-04T05-06-07-selective-backprop"));
  await Promise.all([second.close(), other.close()]);
});

test("runs that start in the same second get folders of their own", async () => {
  workingFolder();
  const folders = await Promise.all(Array.from({ length: 8 }, () => openRun()));
  expect(new Set(folders.map(({ path }) => path)).size).toBe(8);
  await Promise.all(folders.map((folder) => folder.close()));
});

test("config.json holds what the run depends on, metrics.jsonl its lines; closing removes the lock", async () => {
  const cwd = workingFolder();
  const folder = await openRun({ out: "a/b/run", threads: 2 });
  expect(folder.path).toBe(join(cwd, "a", "b", "run"));
  folder.metrics.append('{"type":"run"}\n');
  expect(listing("a/b/run")).toEqual(["config.json", "lock", "metrics.jsonl"]);
  expect(JSON.parse(readFileSync("a/b/run/config.json", "utf8"))).toEqual({
    id: folder.id,
    started: now.toISOString(),
    ohem: started.version,
    node: process.version,
    platform: process.platform,
    arch: process.arch,
    engine: started.engine,
    data: started.data,
    settings: { ...defaultConfig, out: "a/b/run", threads: 2 },
  });
  await folder.close();
  expect(listing("a/b/run")).toEqual(["config.json", "metrics.jsonl"]);
  expect(readFileSync("a/b/run/metrics.jsonl", "utf8")).toBe('{"type":"run"}\n');
});

test("an empty folder is accepted; one with anything in it is refused and left untouched", async () => {
  workingFolder();
  mkdirSync("empty");
  await (await openRun({ out: "empty" })).close();
  mkdirSync("full");
  writeFileSync("full/.hidden", "mine");
  for (const attempt of [() => openRun({ out: "full" }), () => checkRunFolder("full")]) {
    await expect(attempt).rejects.toThrow(InputError);
    await expect(attempt).rejects.toThrow('full: not empty (there is ".hidden"); choose a new or empty folder');
  }
  await expect(openRun({ out: "empty" })).rejects.toThrow('not empty (there is "config.json")');
  expect(listing(".")).toEqual(["empty", "empty/config.json", "empty/metrics.jsonl", "full", "full/.hidden"]);
});

test("a file in the way is refused, at the end of the path and on it", async () => {
  workingFolder();
  writeFileSync("file", "mine");
  for (const out of ["file", "file/run", "file/a/b"]) {
    await expect(openRun({ out }), out).rejects.toThrow(InputError);
    await expect(checkRunFolder(out), out).rejects.toThrow(InputError);
  }
  expect(listing(".")).toEqual(["file"]);
  writeFileSync("runs", "mine");
  await expect(openRun()).rejects.toThrow(InputError);
  await expect(checkRunFolder(undefined)).rejects.toThrow(InputError);
});

test("a path that cannot be one is refused", async () => {
  workingFolder();
  for (const out of ["x".repeat(300), "a\0b"]) {
    await expect(openRun({ out })).rejects.toThrow(InputError);
    await expect(checkRunFolder(out)).rejects.toThrow(InputError);
  }
  expect(listing(".")).toEqual([]);
});

test("checking whether a run can have a folder makes nothing", async () => {
  workingFolder();
  await checkRunFolder(undefined);
  await checkRunFolder("a/b/c");
  mkdirSync("empty");
  await checkRunFolder("empty");
  expect(listing(".")).toEqual(["empty"]);
});

test("a folder that takes no files is refused, and folders made on the way are removed", {
  skip: process.platform === "win32",
}, async () => {
  const cwd = workingFolder();
  chmodSync(cwd, 0o755);
  for (const name of ["closed", "open"]) mkdirSync(name);
  chmodSync("closed", 0o555);
  chmodSync("open", 0o777);
  const source = `
    const { createRunFolder } = await ohem("run/run-folder.js");
    const { checkRunFolder } = await ohem("run/run-place.js");
    // root may write anywhere
    if (process.getuid() === 0) process.setuid(65534);
    const config = ${JSON.stringify(defaultConfig)};
    const started = ${JSON.stringify(started)};
    for (const out of ["closed", "closed/a/b", undefined]) {
      for (const attempt of [() => createRunFolder({ ...config, out }, started), () => checkRunFolder(out)]) {
        try {
          await attempt();
          console.log("accepted", out);
        } catch (error) {
          console.log(error.name, error.message.slice(process.cwd().length));
        }
      }
    }
    await (await createRunFolder({ ...config, out: "open/a/b" }, started)).close();`;
  const { stdout, stderr } = await runModule(source, cwd).ended;
  expect(stderr).toBe("");
  const refused = (path: string) =>
    `InputError /${path}: no run can be written here: permission denied; choose another folder`;
  expect(stdout.trimEnd().split("\n")).toEqual(
    ["closed", "closed", "closed/a/b", "closed/a/b", "runs", "runs"].map((path) =>
      expect.stringContaining(refused(path)),
    ),
  );
  expect(listing(".")).toEqual([
    "closed",
    "open",
    "open/a",
    "open/a/b",
    "open/a/b/config.json",
    "open/a/b/metrics.jsonl",
  ]);
});

test("a second run into the same folder is refused while the first lives, and says who has it", async () => {
  const cwd = workingFolder();
  const child = runModule(
    `
    const { createRunFolder } = await ohem("run/run-folder.js");
    await createRunFolder(${JSON.stringify({ ...defaultConfig, out: "run" })}, ${JSON.stringify(started)});
    console.log("ready");
    setInterval(() => {}, 1000);`,
    cwd,
  );
  expect(await child.nextLine()).toBe("ready");
  await expect(openRun({ out: "run" })).rejects.toThrow(`process ${child.process.pid} on `);
  child.process.kill("SIGKILL");
  await child.ended;
  await expect(openRun({ out: "run" })).rejects.toThrow('not empty (there is "config.json")');
});

test("leftovers of a run that was killed before it wrote anything do not block another run", async () => {
  workingFolder();
  mkdirSync("run");
  writeFileSync(
    "run/lock",
    '{"pid":1073741824,"host":"x","started":"2026-01-01T00:00:00.000Z","token":"t"}'.replace("x", hostname()),
  );
  writeFileSync("run/.ohem-0123456789ab-config.json.tmp", "{");
  await (await openRun({ out: "run" })).close();
  expect(listing("run")).toEqual(["config.json", "metrics.jsonl"]);
});

test("a folder with a file that is only named like a lock is not empty", async () => {
  workingFolder();
  mkdirSync("run");
  writeFileSync("run/locksmith.txt", "mine");
  await expect(openRun({ out: "run" })).rejects.toThrow('not empty (there is "locksmith.txt")');
});

test("every call fails once: an error of the right kind, and nothing is left of the attempt", async () => {
  for (let call = 1; ; call++) {
    workingFolder();
    let outcome: unknown;
    const calls = await withFault({ call, code: "ENOSPC", forGood: false }, async () => {
      outcome = await openRun({ out: "a/run" }).catch((error: unknown) => error);
    });
    if (call > calls) break;
    expect(outcome).toSatisfy((error) => error instanceof InputError || error instanceof RunError);
    expect(String(outcome)).toMatch(
      /a.run.*no space left on device; free some space there(, or choose another folder)?$/,
    );
    expect(listing("."), `call ${call}`).toEqual([]);
  }
});

test("a run that resumes has its folder again, exclusively, without leftovers and later lines", async () => {
  const cwd = workingFolder();
  const first = await openRun({ out: "run" });
  const { id } = first;
  const { run, steps } = await saveExample(join(cwd, "run"), id);
  for (const event of [{ type: "run" }, { type: "step", steps }, { type: "step", steps: steps + 1 }]) {
    first.metrics.append(`${JSON.stringify(event)}\n`);
  }
  await expect(reopenRunFolder(run, defaultConfig, started)).rejects.toThrow(`process ${process.pid} on `);
  await first.close();
  writeFileSync("run/.ohem-0123456789ab-model.safetensors.tmp", "half");
  const again = await reopenRunFolder(run, { ...defaultConfig, epochs: 11 }, started);
  expect(again.id).toBe(id);
  again.metrics.append('{"type":"run","resumed":5}\n');
  expect(listing("run")).toEqual(["config.json", "lock", "metrics.jsonl", "model.safetensors"]);
  await again.close();
  expect(readFileSync("run/metrics.jsonl", "utf8")).toBe(
    `{"type":"run"}\n{"type":"step","steps":${steps}}\n{"type":"run","resumed":5}\n`,
  );
  expect(JSON.parse(readFileSync("run/config.json", "utf8"))).toMatchObject({
    id,
    started: now.toISOString(),
    settings: { epochs: 11 },
  });
});

test("a model of an early version has no id: it gets the folder's, or a new one", async () => {
  const cwd = workingFolder();
  const first = await openRun({ out: "run" });
  await first.close();
  const { run } = await saveExample(join(cwd, "run"), undefined);
  const again = await reopenRunFolder(run, defaultConfig, started);
  expect(again.id).toBe(first.id);
  await again.close();
  writeFileSync("run/config.json", "{}");
  const other = await reopenRunFolder(run, defaultConfig, started);
  expect(other.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(other.id).not.toBe(first.id);
  await other.close();
});

test("a folder that cannot be reopened is given back", async () => {
  const cwd = workingFolder();
  mkdirSync("run");
  const { run } = await saveExample(join(cwd, "run"), undefined);
  const checkpoint = { ...run.checkpoint, fileSha256: "0".repeat(64) };
  await expect(reopenRunFolder({ ...run, checkpoint }, defaultConfig, started)).rejects.toThrow(
    "another process has continued this run",
  );
  await expect(reopenRunFolder(run, defaultConfig, started)).rejects.toThrow("metrics.jsonl: cannot be read");
  const none = { ...run, folder: join(cwd, "none") };
  await expect(reopenRunFolder(none, defaultConfig, started)).rejects.toThrow(InputError);
  expect(listing(".")).toEqual(["run", "run/model.safetensors"]);
});

async function saveExample(folder: string, id: string | undefined) {
  const model = join(folder, "model.safetensors");
  await saveCheckpoint(model, { ...exampleCheckpoint(), id });
  const checkpoint = await loadCheckpoint(model);
  return { run: { folder, checkpoint }, steps: checkpoint.loop.step };
}

test("a link to an empty folder elsewhere is that folder", { skip: process.platform === "win32" }, async () => {
  workingFolder();
  mkdirSync("real");
  symlinkSync("real", "link");
  await (await openRun({ out: "link" })).close();
  expect(listing("real")).toEqual(["config.json", "metrics.jsonl"]);
});
