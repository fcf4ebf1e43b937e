import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { expectOneLine } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const script = fileURLToPath(new URL("../bench/compare.js", import.meta.url));

describe("npm run compare", () => {
  const folder = mkdtempSync(join(tmpdir(), "ohem-compare-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const compare = (...options: string[]) =>
    spawnSync(process.execPath, [script, ...options], { cwd: folder, encoding: "utf8" });

  test("trains with every loss, reports each one, and prints a table", () => {
    const options = ["--data", writeSmallData(folder), "--seeds", "1", "--epochs", "1", "--json", "found.json"];
    const { status, stdout, stderr } = compare(...options);
    expect(status).toBe(0);
    const { contestants, results } = JSON.parse(readFileSync(join(folder, "found.json"), "utf8"));
    expect(results).toHaveLength(contestants.length);
    const said = stderr.trimEnd().split("\n");
    expect(said).toHaveLength(contestants.length);
    expect(said[1]).toMatch(
      new RegExp(`^2 of ${contestants.length}: ohem:ratio=3, seed 0: test accuracy 0\\.\\d{4}, \\d+\\.\\d+ s$`),
    );
    expect(stdout).toMatch(/^1 seed, 1 epoch of /);
    expect(stdout.trimEnd().split("\n")).toHaveLength(contestants.length + 2);
    expect(existsSync(join(folder, "runs"))).toBe(false);
  });

  test.each([
    ["missing data", ["--data", "nope"], 2, "nope"],
    ["a count of zero", ["--epochs", "0"], 2, "npm run compare -- --help"],
    ["a file that cannot be written, before anything is trained", ["--json", "no/folder.json"], 1, "no/folder.json"],
  ])("refused in one line: %s", (_, options, code, says) => {
    const { status, stdout, stderr } = compare(...options);
    expect({ status, stdout }).toEqual({ status: code, stdout: "" });
    expectOneLine(stderr, /^ohem: /, says);
  });
});
