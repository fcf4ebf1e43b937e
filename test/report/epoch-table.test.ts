import { expect, test } from "vitest";
import { epochTable } from "../../src/report/epoch-table.js";
import type { RunStarted } from "../../src/train/events.js";
import { epochDone, evaluationDone, play, stepDone, stoppedRun, wholeRun } from "./events.js";
import { recorder, written } from "./streams.js";

function table(columns?: number, events = wholeRun()): string[] {
  const stderr = recorder(columns);
  play(events, epochTable(stderr));
  return written(stderr).split("\n");
}

const whole = [
  "",
  "epoch  train accuracy  mean loss  objective    kept  seconds  test accuracy",
  "    0          0.9313     0.2500     0.5000   32.8%     1.50         0.9751",
  "    1          0.9313     0.2500     0.5000   32.8%     1.50         0.9871",
  "",
];

test("a header, and a row per epoch with its test accuracy", () => {
  expect(table()).toEqual(whole);
  expect(table(80)).toEqual(whole);
  expect(table(200)).toEqual(whole);
});

test.each([
  [
    70,
    "epoch  train accuracy  mean loss    kept  seconds  test accuracy",
    "    1          0.9313     0.2500   32.8%     1.50         0.9871",
  ],
  [
    60,
    "epoch  train accuracy    kept  seconds  test accuracy",
    "    1          0.9313   32.8%     1.50         0.9871",
  ],
  [50, "epoch  train accuracy  seconds  test accuracy", "    1          0.9313     1.50         0.9871"],
  [40, "epoch  train accuracy  test accuracy", "    1          0.9313         0.9871"],
  [10, "epoch  train accuracy  test accuracy", "    1          0.9313         0.9871"],
])("%i columns", (columns, header, row) => {
  const [, first, , last] = table(columns);
  expect([first, last]).toEqual([header, row]);
});

test("the learning rate has a column where it changes", () => {
  const [run, ...events] = wholeRun();
  const scheduled = [{ ...run, lrSchedule: "one-cycle" } as RunStarted, ...events];
  const [, header, , row] = table(200, scheduled);
  expect([header, row]).toEqual([
    "epoch  train accuracy  mean loss  objective    kept  seconds       lr  test accuracy",
    "    1          0.9313     0.2500     0.5000   32.8%     1.50  1.00e-3         0.9871",
  ]);
  expect(table(80, scheduled)[1]).toBe("epoch  train accuracy  mean loss    kept  seconds       lr  test accuracy");
  expect(table(50, scheduled)[1]).toBe("epoch  train accuracy  seconds  test accuracy");
});

test("an epoch that is not evaluated has no test accuracy, and its row does not wait for one", () => {
  const stderr = recorder();
  const reporter = epochTable(stderr);
  play([epochDone(0), stepDone(0, 1)], { ...reporter, close: () => {} });
  expect(written(stderr).split("\n").slice(2)).toEqual([
    "    0          0.9313     0.2500     0.5000   32.8%     1.50",
    "",
  ]);
  play([epochDone(1), evaluationDone(1)], { ...reporter, close: () => {} });
  expect(written(stderr)).toBe(`${whole[3]}\n`);
});

test("the row of an epoch whose evaluation fails is written at the end", () => {
  expect(table(80, [epochDone(0)])).toHaveLength(4);
});

test("a run that is stopped in an epoch has no row for it", () => {
  expect(table(80, stoppedRun())).toEqual([...whole.slice(0, 3), ""]);
  expect(table(80, stoppedRun().slice(0, 5))).toEqual([""]);
});

test("the losses of a training that diverges are shortened to their magnitude, and stay in their columns", () => {
  const [, header, row] = table(80, [{ ...epochDone(0), meanLoss: 3.711845933285926e30, objective: 1e20 }]);
  expect(row).toBe("    0          0.9313  3.712e+30  1.000e+20   32.8%     1.50");
  expect(header.indexOf("mean loss")).toBe(row.indexOf("3.712e+30"));
});

test("one wrong prediction of many is not rounded away", () => {
  expect(table(80, [{ ...epochDone(0), trainAccuracy: 59999 / 60000 }])[2]).toContain("  0.9999  ");
});
