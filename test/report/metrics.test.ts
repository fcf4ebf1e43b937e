import { expect, test } from "vitest";
import { metricsLines } from "../../src/report/metrics.js";
import { play, wholeRun } from "./events.js";

test("every event is a line of its own, of the steps those with a log line", () => {
  const lines: string[] = [];
  play(
    wholeRun(),
    metricsLines((line) => lines.push(line), 400),
  );
  for (const line of lines) expect(line.indexOf("\n")).toBe(line.length - 1);
  const events = lines.map((line) => JSON.parse(line));
  expect(events.map(({ type, step }) => (type === "step" ? step : type))).toEqual([
    "run",
    0,
    400,
    800,
    "epoch",
    "evaluation",
    938,
    1338,
    1738,
    "epoch",
    "evaluation",
    "checkpoint",
    "finished",
  ]);
  expect(events).toEqual(wholeRun().filter((event) => event.type !== "step" || event.batch % 400 === 0));
});
