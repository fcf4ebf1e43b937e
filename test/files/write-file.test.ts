import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RunError } from "../../src/errors/errors.js";
import { isLeftover, removeLeftovers, writeFileWhole, writeFolderWhole } from "../../src/files/write-file.js";
import { type FaultCode, withFault, withShortWrites } from "../support/faults/file-faults.js";
import { emptyFolder, listing } from "../support/folder.js";

test("text and bytes replace the earlier file, and nothing else stays in the folder", async () => {
  const folder = emptyFolder();
  const file = join(folder, "note");
  await writeFileWhole(file, "zwölf\n");
  expect(readFileSync(file, "utf8")).toBe("zwölf\n");
  await writeFileWhole(file, Uint8Array.of(0, 255));
  expect([...readFileSync(file)]).toEqual([0, 255]);
  await writeFileWhole(file, "");
  expect(readFileSync(file)).toHaveLength(0);
  expect(listing(folder)).toEqual(["note"]);
});

test("a device that takes a few bytes a call gets them all", async () => {
  const file = join(emptyFolder(), "note");
  const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index);
  await withShortWrites(7, () => writeFileWhole(file, bytes));
  expect(new Uint8Array(readFileSync(file))).toEqual(bytes);
});

test("a failed write says why and leaves nothing behind", async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "taken"));
  writeFileSync(join(folder, "taken", "inside"), "");
  const refused = expect(writeFileWhole(join(folder, "taken"), "new")).rejects;
  await refused.toThrow(RunError);
  await refused.toThrow(`${join(folder, "taken")}: cannot be written (an earlier file is unchanged)`);
  await expect(writeFileWhole(join(folder, "none", "note"), "new")).rejects.toThrow("no such file or directory");
  expect(listing(folder)).toEqual(["taken", "taken/inside"]);
});

test.each<[FaultCode, boolean]>([
  ["ENOSPC", false],
  ["EIO", false],
  ["EACCES", false],
  ["ENOSPC", true],
  ["EIO", true],
])(
  "every call fails once with %s (and all later ones: %s): the old file or the new one is there",
  async (code, forGood) => {
    const outcomes: string[] = [];
    for (let call = 1; call <= 8; call++) {
      const folder = emptyFolder();
      const file = join(folder, "note");
      writeFileSync(file, "old");
      await withFault({ call, code, forGood }, async () => {
        await expect(writeFileWhole(file, "new")).rejects.toThrow(RunError);
      });
      outcomes.push(readFileSync(file, "utf8"));
      if (!forGood) expect(listing(folder)).toEqual(["note"]);
      await removeLeftovers(folder);
      expect(listing(folder)).toEqual(["note"]);
    }
    // open, write, sync, close, rename; then the folder's open, sync, close
    expect(outcomes).toEqual(["old", "old", "old", "old", "old", "new", "new", "new"]);
  },
);

test("a write makes eight calls, so the test above has failed each of them", async () => {
  const fault = { call: 0, code: "EIO", forGood: false } as const;
  expect(await withFault(fault, () => writeFileWhole(join(emptyFolder(), "note"), "new"))).toBe(8);
});

test("every call that writes a folder fails once: the whole folder is there, or nothing", async () => {
  const files = { a: "one", b: Uint8Array.of(2) };
  const outcomes: string[][] = [];
  const fault = { call: 0, code: "ENOSPC", forGood: false } as const;
  const calls = await withFault(fault, () => writeFolderWhole(join(emptyFolder(), "new"), files));
  for (let call = 1; call <= calls; call++) {
    const folder = emptyFolder();
    await withFault({ ...fault, call }, async () => {
      await expect(writeFolderWhole(join(folder, "new"), files)).rejects.toThrow(RunError);
    });
    outcomes.push(listing(folder));
  }
  // mkdir, four calls for each file, three for the new folder, rename; then three for the folder that it is in
  const whole = ["new", "new/a", "new/b"];
  expect(outcomes).toEqual([...new Array(13).fill([]), whole, whole, whole]);
});

test("a folder never replaces one that is not empty", async () => {
  const folder = emptyFolder();
  await writeFolderWhole(join(folder, "new"), { a: "one" });
  await expect(writeFolderWhole(join(folder, "new"), { b: "two" })).rejects.toThrow("new: cannot be written: ");
  expect(listing(folder)).toEqual(["new", "new/a"]);
});

test("a folder that a killed writer left behind is removed with its files", async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, ".ohem-0123456789ab-web.tmp"));
  writeFileSync(join(folder, ".ohem-0123456789ab-web.tmp", "model.json"), "{");
  await removeLeftovers(folder);
  expect(listing(folder)).toEqual([]);
});

test("only temporary files of this writer count as leftovers", async () => {
  const folder = emptyFolder();
  const names = [".ohem-0123456789ab-model.safetensors.tmp", ".ohem-x.tmp", "a.tmp", ".ohem-0123456789ab-model"];
  for (const name of names) writeFileSync(join(folder, name), "");
  await removeLeftovers(folder);
  expect(listing(folder)).toEqual(names.slice(1).sort());
  expect(isLeftover(names[0])).toBe(true);
});
