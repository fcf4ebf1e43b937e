import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FileFormatError } from "../../src/errors/errors.js";
import { cutMetrics, isFinished, metricsLine } from "../../src/run/metrics-file.js";
import type { RunFinished } from "../../src/train/events.js";
import { wholeRun } from "../report/events.js";
import { emptyFolder, listing } from "../support/folder.js";

const line = (event: object) => `${JSON.stringify(event)}\n`;
const untilSecondEpoch = [
  { type: "run" },
  { type: "step", steps: 1 },
  { type: "step", steps: 2 },
  { type: "epoch", steps: 2 },
  { type: "evaluation", steps: 2 },
  { type: "checkpoint", steps: 2 },
].map(line);

test.each([
  ["later steps", [line({ type: "step", steps: 3 }), line({ type: "step", steps: 4 })]],
  [
    "a later epoch with all that follows it",
    ["epoch", "evaluation", "checkpoint"].map((type) => line({ type, steps: 4 })),
  ],
  ["the end of a run that was stopped", [line({ type: "finished", steps: 2 })]],
  ["a torn last line", ['{"type":"step","st']],
  ["what a power failure made of lines that were not synced", [line({ type: "step", steps: 3 }), "\0\0\0\n", "\0"]],
  ["nothing", []],
])("a run that resumes after two steps finds its lines of those, without %s", async (_, later) => {
  const folder = emptyFolder();
  const file = join(folder, "metrics.jsonl");
  writeFileSync(file, [...untilSecondEpoch, ...later].join(""));
  await cutMetrics(file, 2);
  expect(readFileSync(file, "utf8")).toBe(untilSecondEpoch.join(""));
  expect(listing(folder)).toEqual(["metrics.jsonl"]);
});

test.each(["", "[]", "{}", '{"type":"model"}', '{"type":"step","steps":"3"}', "\u0000"])(
  "metrics with the line %j are refused, and stay as they are",
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
  expect(await isFinished(file)).toBe(ended);
});

test("every event is one line, of the steps those with a log line", () => {
  const lines = wholeRun()
    .map((event) => metricsLine(event, 400))
    .filter((line) => line !== undefined);
  for (const line of lines) expect(line.indexOf("\n")).toBe(line.length - 1);
  const events = lines.map((line) => JSON.parse(line));
  const steps = [0, 400, 800, 938, 1338, 1738];
  expect(events.filter(({ type }) => type === "step").map(({ steps }) => steps - 1)).toEqual(steps);
  const logged = wholeRun().filter((event) => event.type !== "step" || event.batch % 400 === 0);
  const { epochs: _, evaluations: __, ...finished } = logged.at(-1) as RunFinished;
  expect(events).toEqual([...logged.slice(0, -1), finished]);
});
