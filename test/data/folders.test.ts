import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadData } from "../../src/data/load.js";
import { smallFolder, testImages, testLabels, trainImages, trainLabels } from "../support/data-folders.js";
import { emptyFolder } from "../support/folder.js";
import { refusal } from "../support/refusal.js";

const windows = process.platform === "win32";
const message = async (nameOrFolder: string) => (await refusal(loadData(nameOrFolder))).message;

test.each(["mnits", "MNIST", "mnist2"])(
  "the unknown name %s: suggests the nearest and lists the known names",
  async (name) => {
    expect(await message(name)).toMatch(
      /no data set or folder ".*"; did you mean mnist\? \(expected one of mnist, fash/,
    );
  },
);

test("an unknown name that resembles none", async () => {
  expect(await message("imagenet")).toMatch(/no data set or folder "imagenet" \(expected one of mnist, fash/);
});

test.each(["", "./nowhere", "a\0b", "x".repeat(5000), "__proto__", "constructor"])("not a folder: %j", async (name) => {
  expect(await message(name)).toContain("or a folder with IDX files");
});

test("a file instead of a folder", async () => {
  expect(await message(join(smallFolder(), trainImages))).toMatch(windows ? /no such file/ : /not a folder/);
});

test("an empty folder: one line names the folder and all four missing files", async () => {
  const folder = emptyFolder();
  const missing = [trainImages, trainLabels, testImages, testLabels].join(", ");
  expect(await message(folder)).toBe(`${folder}: no ${missing}; expected IDX files, plain or .gz`);
});

test("only the missing files are named", async () => {
  const folder = smallFolder({ [trainLabels]: undefined, [testImages]: undefined });
  expect(await message(folder)).toContain(`: no ${trainLabels}, ${testImages};`);
});

test("a folder in place of a file", async () => {
  const folder = smallFolder({ [testImages]: undefined });
  mkdirSync(join(folder, testImages));
  expect(await message(folder)).toBe(`${join(folder, testImages)}: not a regular file, expected an IDX file`);
});

test.skipIf(windows)("a named pipe is refused, not waited for", async () => {
  const folder = smallFolder({ [testImages]: undefined });
  execFileSync("mkfifo", [join(folder, testImages)]);
  expect(await message(folder)).toContain("not a regular file");
});

test.skipIf(windows)("links that are dangling or circular", async () => {
  const folder = smallFolder({ [testImages]: undefined });
  symlinkSync("nowhere", join(folder, testImages));
  expect(await message(folder)).toBe(`${join(folder, testImages)}: cannot be read: no such file or directory`);
  rmSync(join(folder, testImages));
  symlinkSync(testImages, join(folder, testImages));
  expect(await message(folder)).toContain("too many symbolic links");
});

test.skipIf(windows)("a file without permission", async () => {
  const folder = smallFolder();
  chmodSync(folder, 0o755);
  chmodSync(join(folder, testLabels), 0o000);
  becomeOrdinaryUser();
  expect(await message(folder)).toBe(`${join(folder, testLabels)}: cannot be read: permission denied`);
});

test.skipIf(windows)("a folder without permission", async () => {
  const folder = smallFolder();
  chmodSync(folder, 0o000);
  onTestFinished(() => chmodSync(folder, 0o755));
  becomeOrdinaryUser();
  expect(await message(folder)).toContain(`data folder "${folder}": permission denied`);
});

test("a known name takes precedence over a folder of that name, which ./ reaches", async () => {
  const parent = emptyFolder();
  const back = process.cwd();
  process.chdir(parent);
  onTestFinished(() => process.chdir(back));
  mkdirSync("mnist");
  expect(await loadData("mnist")).toMatchObject({ verified: true });
  expect(await message("./mnist")).toContain(trainImages);
});

/** Root may read everything, so a test running as root continues as another user, `nobody`. */
function becomeOrdinaryUser(): void {
  if (process.geteuid?.() !== 0) return;
  process.seteuid?.(65534);
  onTestFinished(() => process.seteuid?.(0));
}
