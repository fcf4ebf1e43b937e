import { expect, test } from "vitest";
import { lossDefinitions } from "../../src/losses/registry.js";
import { emptyFolder } from "../support/folder.js";
import { expectRefused, ohem } from "../support/run-ohem.js";

test("ohem losses lists every loss and parameter, one line each, no wider than a terminal", async () => {
  const { code, stdout, stderr } = await ohem(["losses"], emptyFolder());
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.split("\n");
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  for (const { name, summary, parameters } of lossDefinitions) {
    const at = lines.findIndex((line) => line.startsWith(`${name} `));
    expect(lines[at]).toContain(summary);
    Object.entries(parameters).forEach(([key, parameter], i) => {
      expect(lines[at + 1 + i]).toMatch(new RegExp(`^ {4}${key}[ =]`));
      expect(lines[at + 1 + i]).toContain(parameter.summary);
    });
  }
});

test.each(lossDefinitions)("ohem losses $name explains it", async ({ name, comingFrom, parameters }) => {
  const { code, stdout } = await ohem(["losses", name], emptyFolder());
  expect(code).toBe(0);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  const words = stdout.replace(/\s+/g, " ");
  for (const { project, here } of comingFrom) {
    expect(words).toContain(project);
    expect(words).toContain(here);
  }
  for (const key of Object.keys(parameters)) expect(words).toContain(` ${key}`);
});

test("ohem losses --json is one document of all losses, with a name of one", async () => {
  const all = JSON.parse((await ohem(["losses", "--json"], emptyFolder())).stdout);
  expect(all.map(({ name }: { name: string }) => name)).toEqual(lossDefinitions.map(({ name }) => name));
  const one = JSON.parse((await ohem(["losses", "ohem", "--json"], emptyFolder())).stdout);
  expect(one).toEqual(all.find(({ name }: { name: string }) => name === "ohem"));
  expect(one.schedules).toBe(true);
  expect(one.parameters[0]).toMatchObject({ name: "ratio", default: 3, minimum: 1, legal: "a number >= 1" });
});

test("ohem losses refuses an unknown name", async () => {
  expectRefused(
    await ohem(["losses", "treshold"], emptyFolder()),
    'unknown loss "treshold"',
    "did you mean threshold?",
  );
});

test("a loss as --loss takes it is explained by its name", async () => {
  const explained = await ohem(["losses", "ohem:ratio=3"], emptyFolder());
  expect(explained).toEqual(await ohem(["losses", "ohem"], emptyFolder()));
});
