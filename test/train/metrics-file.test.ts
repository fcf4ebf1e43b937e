import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FileFormatError } from "../../src/errors.js";
import { cutMetrics, openMetrics, tellOfTheEnd } from "../../src/train/metrics-file.js";
import { runModule } from "./child.js";
import { emptyFolder, listing } from "./folder.js";

test("every line is in the file as soon as it was added, after those that were there", () => {
  const file = join(emptyFolder(), "metrics.jsonl");
  writeFileSync(file, "0\n");
  const metrics = openMetrics(file);
  metrics.append('{"name":"Zoë"}\n');
  expect(readFileSync(file, "utf8")).toBe('0\n{"name":"Zoë"}\n');
  metrics.append("2\n");
  expect(readFileSync(file, "utf8")).toBe('0\n{"name":"Zoë"}\n2\n');
  metrics.close();
});

test("a line for which there is no room is not there in part", { skip: process.platform === "win32" }, async () => {
  const folder = emptyFolder();
  const source = `
    const { openMetrics } = await ohem("train/metrics-file.js");
    const metrics = openMetrics("metrics.jsonl");
    try {
      for (;;) metrics.append("x".repeat(299) + "\\n");
    } catch (error) {
      console.log(error.name + ": " + error.message);
    }`;
  const { stdout } = await runModule(source, folder, "ulimit -f 64").ended;
  expect(stdout).toMatch(/^RunError: metrics\.jsonl: cannot be written: file too large; raise the limit .*\n$/);
  const lines = readFileSync(join(folder, "metrics.jsonl"), "utf8").split("\n");
  expect(lines.pop()).toBe("");
  expect(lines.length).toBeGreaterThan(90);
  expect(new Set(lines)).toEqual(new Set(["x".repeat(299)]));
});

const line = (event: object) => `${JSON.stringify(event)}\n`;
const untilSecondEpoch = [
  { type: "run" },
  { type: "step", step: 0 },
  { type: "step", step: 1 },
  { type: "epoch", steps: 2 },
  { type: "evaluation", steps: 2 },
  { type: "checkpoint", steps: 2 },
].map(line);

test.each([
  ["later steps", [line({ type: "step", step: 2 }), line({ type: "step", step: 3 })]],
  [
    "a later epoch with all that follows it",
    ["epoch", "evaluation", "checkpoint"].map((type) => line({ type, steps: 4 })),
  ],
  ["the end of a run that was stopped", [line({ type: "finished", steps: 2 })]],
  ["a torn last line", ['{"type":"step","st']],
  ["what a power failure made of lines that were not synced", [line({ type: "step", step: 2 }), "\0\0\0\n", "\0"]],
  ["nothing", []],
])("a run that goes on after two steps finds its lines of those, without %s", async (_, later) => {
  const folder = emptyFolder();
  const file = join(folder, "metrics.jsonl");
  writeFileSync(file, [...untilSecondEpoch, ...later].join(""));
  await cutMetrics(file, 2);
  expect(readFileSync(file, "utf8")).toBe(untilSecondEpoch.join(""));
  expect(listing(folder)).toEqual(["metrics.jsonl"]);
});

test.each(["", "[]", "{}", '{"type":"model"}', '{"type":"step","step":"3"}', "\u0000"])(
  "metrics with the line %j are nobody's, and stay as they are",
  async (bad) => {
    const file = join(emptyFolder(), "metrics.jsonl");
    const [first, ...others] = untilSecondEpoch;
    for (const [text, number, offset] of [
      [[first, `${bad}\n`, ...others].join(""), 2, first!.length],
      [`${bad}\n`, 1, 0],
    ] as const) {
      writeFileSync(file, text);
      const refused = expect(cutMetrics(file, 2)).rejects;
      await refused.toThrow(FileFormatError);
      await refused.toThrow(`${file}: line ${number} at byte ${offset}: not an event of a run`);
      expect(readFileSync(file, "utf8")).toBe(text);
    }
  },
);

test.each([
  [[{ type: "finished", complete: true, steps: 2 }], true],
  [[{ type: "finished", complete: false, steps: 2 }], false],
  [[{ type: "finished", complete: true, steps: 2 }, { type: "run" }], false],
  [[], false],
])("whether a run whose last lines are %j has come to its end: %s", async (last, ended) => {
  const file = join(emptyFolder(), "metrics.jsonl");
  writeFileSync(file, [...untilSecondEpoch, ...last.map(line)].join(""));
  expect(await tellOfTheEnd(file)).toBe(ended);
});
