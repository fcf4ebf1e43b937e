import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { Comparison, ContestantVerdict } from "../src/compare/comparison.js";
import { programFolder } from "./support/program-folder.js";
import { typeCheck } from "./support/type-check.js";

const readme = readFileSync("README.md", "utf8");
const loop = readFileSync("examples/own-loop/loop.mjs", "utf8");
const [tfjs, run, ...others] = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map((match) => match[1]);

/** TensorFlow.js draws a model's start from Math.random; one start in a hundred hardly learns in so few steps. */
const seeded = `
  import { createRandom } from ${JSON.stringify(new URL("../dist/random.js", import.meta.url).href)};
  Math.random = createRandom(1, "weights").float;
`;

async function output(program: string): Promise<string> {
  const folder = programFolder({ "program.mjs": program, "seeded.mjs": seeded });
  const parameters = ["--import", "./seeded.mjs", "program.mjs"];
  const { stdout } = await promisify(execFile)(process.execPath, parameters, { cwd: folder });
  return stdout;
}

test("every program is tested here", () => expect(others).toEqual([]));

test("the TensorFlow.js model learns", async () => {
  const [, accuracy, objective] = /^Accuracy: (0\.\d{4})\nObjective: (\d\.\d{4})\n$/.exec(await output(tfjs)) ?? [];
  expect(Number(accuracy)).toBeGreaterThan(0.75);
  expect(Number(objective)).toBeLessThan(2);
});

test("the run of one epoch prints its mean loss", async () => {
  expect(Number(await output(run))).toBeLessThan(0.5);
});

test("the loop of one's own mines and learns", async () => {
  const printed = await output(loop);
  expect(printed).toMatch(/^step 0: \d\.\d{4}, 21 selected\nstep 100: .*\nTest Accuracy: 0\.9[678]\d\d\n$/s);
});

test("all of it is strict TypeScript, without a cast", async () => {
  const files = { "tfjs.mts": tfjs, "run.mts": run, "loop.mts": loop };
  // tfjs's own declarations need more than this
  expect(await typeCheck(files, { module: "NodeNext", skipLibCheck: true })).toBe("");
});

test("every link to a file leads to one", () => {
  const targets = [...readme.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map((match) => match[1]);
  expect(targets.length).toBeGreaterThan(8);
  expect(targets.filter((target) => !existsSync(target))).toEqual([]);
});

test("the answer is that of the comparisons in data/comparisons", () => {
  const names = {
    MNIST: "mnist",
    "20% of": "wrong-labels",
    "1,000": "few-examples",
    "a long": "long-tail",
    Fashion: "fashion-mnist",
  };
  for (const [start, name] of Object.entries(names)) {
    const row = new RegExp(`^\\| ${start}.*$`, "m").exec(readme)?.[0].split(" | ");
    expect(row?.slice(1).map((cell) => cell.replace(/ ?\|$/, ""))).toEqual(
      ["", "-one-cycle"].map((rate) => cellOf(readComparison(`${name}${rate}`))),
    );
  }
  const commands = {
    mnist: "",
    "wrong-labels": " --label-noise 0.2",
    "few-examples": " --train-examples 1000",
    "long-tail": " --imbalance 100",
    "fashion-mnist": " --data fashion-mnist",
  };
  for (const [name, flags] of Object.entries(commands)) {
    for (const rate of ["", "-one-cycle"]) {
      const words = readComparison(`${name}${rate}`).origin!.command.split(" --");
      const tuned = rate === "" ? [] : ["lr 0.01", "lr-schedule one-cycle"];
      expect(words[0]).toBe("ohem compare ce ohem:ratio=3");
      expect(words.slice(1).sort()).toEqual(["seeds 20", ...flags.split(" --").slice(1), ...tuned].sort());
    }
  }
  const times = Object.values(names).flatMap((name) =>
    ["", "-one-cycle"].map((rate) => mined(readComparison(`${name}${rate}`)).relativeTime ?? 0),
  );
  expect(readme).toContain(`in ${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)} of the time of`);
});

test("what the recipes reach is what they say themselves", () => {
  for (const [recipe, accuracy, epochs] of [
    ["fast", "98.8%", "one"],
    ["ninety-nine", "99.0%", "two"],
  ]) {
    expect(readme).toContain(`\`configs/${recipe}.json\``);
    expect(readme).toContain(`| reach ${accuracy} in ${epochs}`);
    const { description } = JSON.parse(readFileSync(`configs/${recipe}.json`, "utf8"));
    expect(description).toMatch(new RegExp(`^${epochs} epochs? to ${accuracy} \\(mean of seeds 0 to 9`, "i"));
  }
});

function readComparison(name: string): Comparison {
  return JSON.parse(readFileSync(`data/comparisons/${name}.json`, "utf8"));
}

function mined({ contestants, seeds }: Comparison): ContestantVerdict {
  expect(seeds.length).toBe(20);
  return contestants.find(({ name }) => name === "ohem:ratio=3")!;
}

function cellOf(comparison: Comparison): string {
  const { difference, interval, verdict } = mined(comparison);
  const points = (share: number) => {
    const text = (100 * share).toFixed(2);
    return Number(text) === 0 ? "0.00" : text.startsWith("-") ? text : `+${text}`;
  };
  const words = { better: "**better**", worse: "**worse**", equivalent: "within 0.1", "not-shown": "not shown" };
  const [low, high] = interval!;
  return `${points(difference!)} (${points(low)} to ${points(high)}): ${words[verdict as keyof typeof words]}`;
}
