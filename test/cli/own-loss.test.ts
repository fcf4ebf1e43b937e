import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder } from "../support/folder.js";
import { expectOneLine, expectRefused, ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

/** Leaves a file behind when it runs, so that a test sees whether it did. */
const text = `import { writeFileSync } from "node:fs";
writeFileSync(new URL("ran", import.meta.url), "");
export default {
  name: "scaled",
  parameters: { alpha: { kind: "number", summary: "a scale", default: 1, minimum: 0 } },
  build: ({ alpha }) => (losses, weights) => {
    weights.fill(alpha / losses.length);
    return (alpha * losses.reduce((a, b) => a + b, 0)) / losses.length;
  },
};
`;
const sha256 = createHash("sha256").update(text).digest("hex");

function workplace(module = text, name = "mine.mjs"): string {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  writeFileSync(join(cwd, name), module);
  return cwd;
}

const train = ["train", "--data", "small", "--epochs", "1", "--threads", "1"];

/** Whether the module has run since it was last asked. */
function hasRun(cwd: string): boolean {
  const ran = existsSync(join(cwd, "ran"));
  rmSync(join(cwd, "ran"), { force: true });
  return ran;
}

test("a run with a loss of one's own records it; only --loss runs its module again", async () => {
  const cwd = workplace();
  const path = join(cwd, "mine.mjs");
  const trained = await ohem([...train, "--loss", "./mine.mjs:alpha=2", "--out", "run"], cwd);
  expect(trained.code, trained.stderr).toBe(0);
  expect(trained.stderr).toContain(`Loss: ${path}:alpha=2, 1 epoch`);
  const { settings } = JSON.parse(readFileSync(join(cwd, "run/config.json"), "utf8"));
  expect(settings).toMatchObject({ loss: `scaled@${sha256}:alpha=2`, lossModule: path });
  expect(hasRun(cwd)).toBe(true);

  const evaluated = await ohem(["eval", "run", "--json"], cwd);
  expect(JSON.parse(evaluated.stdout)).toMatchObject({ trainedWith: `${path}:alpha=2` });
  expect((await ohem(["export", "run", "--to", "safetensors", "--out", "digits"], cwd)).code).toBe(0);
  expect((await ohem(["predict", "small/t10k-images-idx3-ubyte", "--run", "run"], cwd)).code).toBe(0);
  expectRefused(await ohem(["suspects", "run"], cwd), "at least 2 whole epochs");
  const extend = ["train", "--resume", "run", "--extend-epochs", "1"];
  const unnamed = await ohem(extend, cwd);
  expectRefused(unnamed, "--loss: the run's loss is a module, which runs only if you name it again: ", path);
  expect(hasRun(cwd)).toBe(false);

  expectRefused(
    await ohem([...extend, "--loss", "mine.mjs:alpha=3"], cwd),
    `trained with ${path}:alpha=2, got scaled@`,
  );
  expectRefused(await ohem([...extend, "--ratio", "3"], cwd), `trained with ${path}:alpha=2, got ohem:ratio=3`);
  const moved = join(cwd, "moved.mjs");
  writeFileSync(moved, text);
  expect((await ohem([...extend, "--loss", "moved.mjs:alpha=2"], cwd)).code).toBe(0);
  const after = JSON.parse(readFileSync(join(cwd, "run/config.json"), "utf8"));
  expect(after.settings).toEqual({ ...settings, epochs: 2, lossModule: moved });

  appendFileSync(path, "// changed\n");
  const again = [...extend, "--loss", "mine.mjs:alpha=2"];
  expectRefused(await ohem(again, cwd), `--force: ${path} is not the module`, `SHA-256 ${sha256.slice(0, 8)}..., got `);
  const forced = await ohem([...again, "--force"], cwd);
  expect(forced.code, forced.stderr).toBe(0);
  const changed = createHash("sha256").update(readFileSync(path)).digest("hex");
  const last = JSON.parse(readFileSync(join(cwd, "run/config.json"), "utf8"));
  expect(last.settings).toMatchObject({ loss: `scaled@${changed}:alpha=2`, lossModule: path, epochs: 3 });
});

test("a file of settings may name it, relative to the working directory", async () => {
  const cwd = workplace();
  writeFileSync(join(cwd, "own.json"), '{\n  "loss": "mine.mjs:alpha=2",\n  "data": "small"\n}');
  const { code, stdout } = await ohem(["train", "--config", "own.json", "--dry-run"], cwd);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).settings.loss).toBe(`scaled@${sha256}:alpha=2`);
  writeFileSync(join(cwd, "own.json"), '{\n  "loss": "mine.mjs:alpha=-2"\n}');
  expectRefused(
    await ohem(["train", "--config", "own.json"], cwd),
    /^ohem: own\.json: loss \(line 2, column \d+\): .*loss scaled: alpha must be a number >= 0, not -2/,
  );
});

test("a comparison trains it in its threads; show does not run it", async () => {
  const cwd = workplace();
  const specs = ["ce", "mine.mjs:alpha=0.5", "mine.mjs:alpha=2"];
  const compared = await ohem(["compare", ...specs, "--data", "small", "--epochs", "1", "--seeds", "2"], cwd);
  expect(compared.code, compared.stderr).toBe(0);
  const short = `scaled@${sha256.slice(0, 8)}`;
  expect(compared.stdout).toContain(`${short}:alpha=0.5`);
  expect(compared.stdout).toContain(`${short}:alpha=2`);
  const [folder] = readdirSync(join(cwd, "comparisons"));
  const trials = join(cwd, "comparisons", folder, "trials");
  const all = readdirSync(trials).map((name) => readFileSync(join(trials, name), "utf8"));
  expect(all).toHaveLength(6);
  expect(all.filter((trial) => trial.includes(`"loss":"scaled@${sha256}:alpha=2"`))).toHaveLength(2);
  expect(all.join()).not.toContain("mine.mjs");
  hasRun(cwd);
  expect((await ohem(["compare", "show"], cwd)).stdout).toBe(compared.stdout);
  expect(hasRun(cwd)).toBe(false);
});

test("ohem losses explains it", async () => {
  const cwd = workplace();
  const { code, stdout } = await ohem(["losses", "mine.mjs"], cwd);
  expect(code).toBe(0);
  expect(stdout).toBe("scaled\n\nParameters, with their defaults:\n  alpha=1             a scale; a number >= 0\n");
  const { stdout: json } = await ohem(["losses", "mine.mjs", "--json"], cwd);
  expect(JSON.parse(json)).toMatchObject({ name: "scaled", schedules: false });
});

test("its mistakes come with its own file and line", async () => {
  const broken = text.replace("return (alpha", "return (alpha *");
  const cwd = workplace(broken);
  const file = join(cwd, "mine.mjs");
  expectRefused(await ohem([...train, "--loss", "mine.mjs"], cwd), `--loss: ${file}:8: SyntaxError: Unexpected token`);
  writeFileSync(join(cwd, "mine.js"), broken);
  const named = await ohem([...train, "--loss", "mine.js"], cwd);
  expectRefused(named, `--loss: ${join(cwd, "mine.js")}:8: SyntaxError: Unexpected token`);
  writeFileSync(join(cwd, "mine.cjs"), broken.replace(/import.*\n.*\nexport default/, "\n\nmodule.exports ="));
  const common = await ohem([...train, "--loss", "mine.cjs"], cwd);
  expectRefused(common, `--loss: ${join(cwd, "mine.cjs")}:8: SyntaxError: Unexpected token`);
  writeFileSync(file, text.replace("weights.fill(alpha", "weights.fil(alpha"));
  const thrown = await ohem([...train, "--loss", "mine.mjs", "--quiet"], cwd);
  expect(thrown).toMatchObject({ code: 2, stdout: "" });
  expectOneLine(thrown.stderr, `${file}:7:13: TypeError: weights.fil is not a function`);
});

test("TypeScript runs where Node strips types, and a line says where it does not", async () => {
  const cwd = workplace(
    "export default { name: 'typed', parameters: {}, build: (): unknown => 0 } as object;\n",
    "mine.ts",
  );
  const ended = await ohem(["losses", "mine.ts"], cwd);
  const strips = "typescript" in process.features && process.features.typescript !== false;
  if (strips) expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining("expected build to return") });
  else expectRefused(ended, `${process.version} cannot run TypeScript; use Node 22.18 or later, or compile it`);
});

test("a NaN in a later epoch ends the run, and says where and what was expected", async () => {
  const late = text
    .replace("(losses, weights) =>", "(losses, weights, { epoch }) =>")
    .replace("return (alpha", "return (epoch === 1 ? NaN : alpha");
  const cwd = workplace(late);
  const ended = await ohem(["train", "--data", "small", "--epochs", "2", "--loss", "mine.mjs", "--quiet"], cwd);
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  const place = "epoch 1, batch 0 (step 10)";
  expectOneLine(
    ended.stderr,
    `${place}: ${join(cwd, "mine.mjs")}: loss scaled, for a batch of 64: expected a finite objective, got NaN`,
  );
});

test("--check holds it to the contract of all losses", async () => {
  const cwd = workplace(text.replace("weights.fill(alpha", "weights.fill(1"));
  const { code, stdout, stderr } = await ohem(["losses", "mine.mjs", "--check"], cwd);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expectOneLine(stderr, `${join(cwd, "mine.mjs")}: weights[`, "but the objective changes by", "alpha=");
  expectRefused(await ohem(["losses", "--check"], cwd), "--check: name the loss");
});

/** The hardest half by a moving average, which it keeps. */
const remembering = `export default {
  name: "above-average",
  parameters: { decay: { kind: "number", summary: "of the average", default: 0.9, minimum: 0, below: 1 } },
  target: () => 0.5,
  arrays: (_, examples) => ({ average: examples === 0 ? 0 : 1 }),
  build: ({ decay }) => (losses, weights, { arrays, keptFraction }) => {
    const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
    const [before] = arrays.get("average") ?? [mean];
    const average = Float32Array.of(decay * before + (1 - decay) * mean);
    arrays.set("average", average);
    const selected = losses.map((loss) => (keptFraction === 1 || loss >= Math.min(average[0], mean) ? 1 : 0));
    const count = selected.reduce((a, b) => a + b, 0);
    selected.forEach((one, i) => { weights[i] = one / count; });
    return losses.reduce((sum, loss, i) => sum + selected[i] * loss, 0) / count;
  },
};
`;

test("what it keeps is resumed, and schedules and controls know its target", async () => {
  const cwd = workplace(remembering);
  const schedule = ["--warmup-epochs", "1", "--loss", "mine.mjs", "--data", "small", "--quiet"];
  expect((await ohem(["train", ...schedule, "--epochs", "3", "--out", "whole"], cwd)).code).toBe(0);
  expect((await ohem(["train", ...schedule, "--epochs", "2", "--out", "halted"], cwd)).code).toBe(0);
  const resumed = await ohem(
    ["train", "--resume", "halted", "--extend-epochs", "1", "--loss", "mine.mjs", "--quiet"],
    cwd,
  );
  expect(resumed.code, resumed.stderr).toBe(0);
  const [whole, halted] = ["whole", "halted"].map((run) => {
    const lines = readFileSync(join(cwd, run, "metrics.jsonl"), "utf8")
      .trim()
      .split("\n");
    const epochs = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === "epoch");
    return epochs.map(({ objective, keptFraction, meanLoss }) => ({ objective, keptFraction, meanLoss }));
  });
  expect(halted).toEqual(whole);
  expect(whole.map(({ keptFraction }) => keptFraction < 1)).toEqual([false, true, true]);

  const plan = await ohem(["compare", "ce", "mine.mjs", "--data", "small", "--epochs", "1", "--dry-run"], cwd);
  expect(plan.stdout).toMatch(/random:keep=0\.5 \(control of above-average@[0-9a-f]{8}:decay=0\.9\)/);
});
