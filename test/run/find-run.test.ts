import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FileFormatError, InputError } from "../../src/errors/errors.js";
import { findRun, nameLatest } from "../../src/run/find-run.js";
import { runModule } from "../support/child.js";
import { openRun } from "../support/example-run.js";
import { emptyFolder, listing, workingFolder } from "../support/folder.js";

test("before any run has finished there is nothing to find, and the error says how to begin", async () => {
  workingFolder();
  const refused = expect(findRun()).rejects;
  await refused.toThrow(InputError);
  await refused.toThrow(/no run has finished here yet .* train one first: node .* train/);
  await expect(findRun("latest")).rejects.toThrow("no run has finished here yet");
});

test("an empty text does not name the current folder", async () => {
  workingFolder();
  writeFileSync("model.safetensors", "");
  await expect(findRun("")).rejects.toThrow('"": no such run');
});

test.skipIf(process.platform === "win32")("a pipe is refused, in the place of a model and of runs/latest", async () => {
  workingFolder();
  mkdirSync("runs");
  for (const pipe of ["pipe", "runs/latest"]) execFileSync("mkfifo", [pipe]);
  await expect(findRun("pipe")).rejects.toThrow(/^\S+pipe: neither a file nor a folder/);
  await expect(findRun()).rejects.toThrow(/^\S+runs.latest: neither a file nor a folder/);
});

test("the latest run is found from the working directory, wherever its folder is", async () => {
  const cwd = workingFolder();
  const elsewhere = emptyFolder();
  for (const out of [undefined, "a/run", join(elsewhere, "run")]) {
    const folder = await openRun(out === undefined ? {} : { out });
    const model = join(folder.path, "model.safetensors");
    writeFileSync(model, "");
    await nameLatest(folder.path);
    await folder.close();
    expect(await findRun()).toEqual({ model });
    for (const name of ["runs/latest", "latest"]) expect(await findRun(name)).toEqual({ model });
  }
  expect(readFileSync("runs/latest", "utf8")).toBe(`${join(elsewhere, "run")}\n`);
  expect(listing("runs").filter((name) => !name.includes("ohem"))).toEqual(["latest"]);

  await nameLatest(join(cwd, "a", "run"));
  expect(readFileSync("runs/latest", "utf8")).toBe("../a/run\n");
  const moved = join(emptyFolder(), "moved");
  process.chdir(elsewhere);
  renameSync(cwd, moved);
  mkdirSync(cwd);
  process.chdir(moved);
  expect(await findRun(), "a project that was moved keeps its latest run").toEqual({
    model: join(moved, "a", "run", "model.safetensors"),
  });
});

test("a run is named by its folder, by its name below runs/, or by its model file", async () => {
  const cwd = workingFolder();
  mkdirSync("runs/mine", { recursive: true });
  const model = join(cwd, "runs", "mine", "model.safetensors");
  writeFileSync(model, "");
  for (const run of [
    "runs/mine",
    "./runs/mine/",
    "mine",
    join(cwd, "runs", "mine"),
    "runs/mine/model.safetensors",
    model,
  ]) {
    expect(await findRun(run)).toEqual({ model });
  }
  mkdirSync("mine");
  writeFileSync("mine/model.safetensors", "");
  expect(await findRun("mine"), "what is here comes first").toEqual({ model: join(cwd, "mine", "model.safetensors") });
});

test.each([
  ["nothing", "nothing: no such run; expected a run's folder, its name below runs/, or a model file"],
  ["../mine", "no such run"],
  ["runs", "has no model.safetensors"],
  ["stopped", "stopped: has no model.safetensors; not a run's folder, or the run ended before its first checkpoint"],
])("%s is not found, and the error says what was expected", async (run, says) => {
  workingFolder();
  mkdirSync("runs/stopped", { recursive: true });
  const refused = expect(findRun(run)).rejects;
  await refused.toThrow(InputError);
  await refused.toThrow(says);
});

test("a latest run whose folder is gone is said to be gone", async () => {
  workingFolder();
  const folder = await openRun();
  await nameLatest(folder.path);
  await folder.close();
  await expect(findRun()).rejects.toThrow("has no model.safetensors");
  rmSync(folder.path, { recursive: true });
  await expect(findRun()).rejects.toThrow(/the latest run, as named by .*latest, is gone/);
});

test.each(["", "\n", "a\nb\n", "a\0", "x".repeat(5000)])("runs/latest that holds %.9j is refused", async (text) => {
  workingFolder();
  mkdirSync("runs");
  writeFileSync("runs/latest", text);
  await expect(findRun()).rejects.toThrow(FileFormatError);
});

test("runs/latest as an editor on Windows saves it is understood", async () => {
  const cwd = workingFolder();
  mkdirSync("runs/mine", { recursive: true });
  writeFileSync("runs/mine/model.safetensors", "");
  writeFileSync("runs/latest", "mine\r\n");
  expect(await findRun()).toEqual({ model: join(cwd, "runs", "mine", "model.safetensors") });
});

test.each([
  ["working directory", "."],
  ["runs/", "runs"],
])(
  "a %s that takes no files is the reason why the latest run is not named",
  {
    skip: process.platform === "win32",
  },
  async (_, closed) => {
    const cwd = workingFolder();
    mkdirSync(closed, { recursive: true });
    chmodSync(closed, 0o555);
    onTestFinished(() => chmodSync(closed, 0o755));
    const source = `
    const { nameLatest } = await ohem("run/find-run.js");
    // root may write anywhere
    if (process.getuid() === 0) process.setuid(65534);
    await nameLatest("/somewhere").catch((error) => console.log(error.name, error.message));`;
    const { stdout } = await runModule(source, cwd).ended;
    expect(stdout).toMatch(/^RunError .*runs.latest: cannot be written.*: permission denied$/m);
  },
);
