import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lossDefinitions } from "../../src/losses/registry.js";

/** The packed tarball, installed into an empty folder, as a user gets it. Needs npm's registry. */
describe("the packed package", () => {
  const folder = mkdtempSync(join(tmpdir(), "ohem-packed-"));
  const inFolder = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  let packed: { filename: string; files: { path: string }[] };

  beforeAll(() => {
    const args = ["pack", "--json", "--pack-destination", folder];
    const printed = execFileSync("npm", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    [packed] = JSON.parse(printed.slice(printed.search(/^\[$/m))); // after what the scripts print
    inFolder("npm", "init", "-y");
    inFolder("npm", "install", "--no-audit", "--no-fund", join(folder, packed.filename));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("holds the built files, the recipes, the manifest and the documents, and nothing else", () => {
    const paths = packed.files.map(({ path }) => path);
    const others = paths.filter((path) => !/^(dist|configs|data\/comparisons)\//.test(path));
    expect(others.sort()).toEqual(
      ["CHANGELOG.md", "LICENSE", "README.md", "bin/ohem.js", "data/manifest.json", "package.json"].sort(),
    );
    expect(paths).toContain("dist/engine/wasm/kernels.wasm");
    expect(paths.filter((path) => !others.includes(path)).sort()).toEqual(readdirBuilt().sort());
  });

  test("has no prepare, for there are no sources to build from", () => {
    const { scripts } = JSON.parse(readFileSync(join(folder, "node_modules/ohem/package.json"), "utf8"));
    expect(scripts).not.toHaveProperty("prepare");
    expect(inFolder("npx", "ohem", "--version").trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test("trains on MNIST, and evaluates the model to the same accuracy", () => {
    const trained = inFolder("npx", "ohem", "train", "--ratio", "3", "--epochs", "1", "--quiet").trim();
    expect(trained).toMatch(/^Test Accuracy: 0\.9[5-9]\d\d$/);
    expect(inFolder("npx", "ohem", "eval", "--quiet").trim()).toBe(trained);
  });

  test("trains with a recipe that it ships", () => {
    const recipe = resolve(folder, "node_modules/ohem/configs/blended.json");
    expect(JSON.parse(inFolder("npx", "ohem", "train", "--config", recipe, "--dry-run")).loss).toBe("blended:keep=0.5");
  });

  test("is a library of losses and training", () => {
    const script = `
      import { lossDefinitions, parseLoss, resolveConfig, train, trainingState } from "ohem";
      const weights = new Float32Array(3);
      const objective = parseLoss("ohem:ratio=3").apply(Float32Array.of(1, 3, 2), weights, trainingState());
      const config = resolveConfig({}, { epochs: 1, out: "library-run" });
      let last;
      for await (const event of train(config)) last = event;
      const names = lossDefinitions.map(({ name }) => name);
      console.log(JSON.stringify({ names, objective, weights: [...weights], complete: last.complete }));`;
    const printed = inFolder("node", "--input-type=module", "--eval", script);
    const names = lossDefinitions.map(({ name }) => name);
    expect(JSON.parse(printed)).toEqual({ names, objective: 3, weights: [0, 1, 0], complete: true });
  });
});

function readdirBuilt(): string[] {
  return ["dist", "configs", "data/comparisons"].flatMap((top) =>
    readdirSync(top, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}
