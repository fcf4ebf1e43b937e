import { mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createReporters, type ReportOptions } from "../../src/report/create-reporters.js";
import type { TrainEvent } from "../../src/train/events.js";
import { finished, noiseFound, play, runStarted, stoppedRun, wholeRun } from "./events.js";
import { screenAfter } from "./screen.js";
import { type Recorded, recorder, written } from "./streams.js";

const folder = mkdtempSync(join(tmpdir(), "ohem-report-"));
afterAll(() => rmSync(folder, { recursive: true }));

const result = "Test Accuracy: 0.9871\n";
const boldResult = "\x1b[1mTest Accuracy: 0.9871\x1b[22m\n";
const save = "\x1b7";
const cleared = "\x1b[2K\x1b[0J";

function report(options: Partial<ReportOptions> & { stdout: Recorded; stderr: Recorded }, events = wholeRun()) {
  play(events, ...createReporters({ json: false, quiet: false, logInterval: 100, evalEvery: 1, env: {}, ...options }));
  return { stdout: written(options.stdout), stderr: written(options.stderr) };
}

test("without a terminal: log lines and the result on stdout, notes on stderr, no escape sequence anywhere", () => {
  const { stdout, stderr } = report({ stdout: recorder(), stderr: recorder() });
  const lines = stdout.split("\n");
  expect(lines).toHaveLength(24);
  expect(lines[10]).toBe("Test Epoch: 0\tAccuracy: 0.9751\tLoss: 0.041667");
  expect(stdout.endsWith(`\nTest Epoch: 1\tAccuracy: 0.9871\tLoss: 0.041667\n${result}`)).toBe(true);
  expect(stderr).toMatch(/^ {4}1 {10}0\.9313 .* 0\.9871$/m);
  expect(stdout + stderr).not.toContain("\x1b");
});

test("on a terminal the bar and the table take the place of the log lines", () => {
  const { stdout, stderr } = report({ stdout: recorder(80), stderr: recorder(80) });
  expect(stdout).toBe(boldResult);
  expect(stderr).toContain(save);
  expect(stderr).toContain("    1          0.9313");
});

test("each row is written on a line that the bar has cleared, and before the next bar", () => {
  const header = "epoch  train accuracy  mean loss  objective    kept  seconds  test accuracy";
  const row = "          0.9313     0.2500     0.5000   32.8%     1.50";
  const withoutEvaluation = wholeRun().filter(({ type }) => type !== "evaluation");
  for (const [events, first, second] of [
    [wholeRun(), "         0.9751", "         0.9871"],
    [withoutEvaluation, "", ""],
  ] as const) {
    const { stderr } = report({ stdout: recorder(80), stderr: recorder(80) }, events);
    expect(stderr).toContain(`${cleared}\n${header}\n    0${row}${first}\n${save}`);
    expect(stderr).toContain(`${cleared}    1${row}${second}\n\nTrained`);
  }
});

test("stdout in a file: both the bar and the log lines", () => {
  const stdout = Object.assign(recorder(), { fd: openSync(join(folder, "log.txt"), "w") });
  const texts = report({ stdout, stderr: recorder(80) });
  expect(texts.stdout).toContain("Train Epoch: 1 [0/60000 (0%)]\t");
  expect(texts.stderr).toContain(save);
});

test("stdout in a pipe, whose reader may write to the same terminal: log lines, no bar", () => {
  const { stdout, stderr } = report({ stdout: recorder(), stderr: recorder(80) });
  expect(stdout).toContain("Train Epoch: 1 [0/60000 (0%)]\t");
  expect(stderr).not.toContain("\x1b");
});

test("a dumb terminal gets log lines", () => {
  const { stdout, stderr } = report({ stdout: recorder(80), stderr: recorder(80), env: { TERM: "dumb" } });
  expect(stdout).toContain("Train Epoch: 0 [0/60000 (0%)]\t");
  expect(stdout + stderr).not.toContain("\x1b");
});

test.each(["true", "1", "yes"])("CI=%s: log lines on a terminal that nobody watches", (CI) => {
  const { stdout, stderr } = report({ stdout: recorder(80), stderr: recorder(80), env: { CI } });
  expect(stdout).toContain("Train Epoch: 0 [0/60000 (0%)]\t");
  expect(stderr).not.toContain(save);
});

test.each(["", "0", "false"])("CI=%s is none", (CI) => {
  expect(report({ stdout: recorder(80), stderr: recorder(80), env: { CI } }).stderr).toContain(save);
});

test("--no-bar: log lines on a terminal too, and no escape sequence but the result's style", () => {
  const { stdout, stderr } = report({ bar: false, stdout: recorder(80), stderr: recorder(80) });
  expect(stdout).toContain("Train Epoch: 0 [0/60000 (0%)]\t");
  expect(stdout.endsWith(boldResult)).toBe(true);
  expect(stderr).toContain("    1          0.9313");
  expect(stdout.slice(0, -boldResult.length) + stderr).not.toContain("\x1b");
});

test("--json: one document and nothing else on stdout", () => {
  const { stdout, stderr } = report({ json: true, stdout: recorder(), stderr: recorder(80) });
  expect(JSON.parse(stdout).testAccuracy).toBe(0.9871);
  expect(stderr).toContain(save);
});

test("--quiet leaves the result, as a line or as a document", () => {
  const terminals = () => ({ stdout: recorder(80), stderr: recorder(80) });
  expect(report({ quiet: true, ...terminals() })).toEqual({ stdout: boldResult, stderr: "" });
  expect(report({ quiet: true, ...terminals(), env: { NO_COLOR: "1" } })).toEqual({ stdout: result, stderr: "" });
  const { stdout, stderr } = report({ quiet: true, json: true, ...terminals() });
  expect(JSON.parse(stdout).testAccuracy).toBe(0.9871);
  expect(stderr).toBe("");
});

test("a stopped run ends without a result, its bar cleared", () => {
  const { stdout, stderr } = report({ stdout: recorder(80), stderr: recorder(80) }, stoppedRun());
  expect(stdout).not.toContain("Test Accuracy");
  expect(stderr).toContain(`${cleared}\nStopped after 1,000 steps.\n`);
});

test.each([false, true])("a reader that has gone makes no reporter throw (json: %s)", (json) => {
  const [stdout, stderr] = [recorder(80), recorder(80)];
  for (const stream of [stdout, stderr]) {
    stream.on("error", () => {});
    stream.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
  }
  const reporters = createReporters({ json, quiet: false, stdout, stderr, logInterval: 1, evalEvery: 0, env: {} });
  expect(() => play(wholeRun(), ...reporters)).not.toThrow();
});

test.each([40, 80])("what stays on a terminal of %i columns: notes, rows and the result, nothing wraps", (columns) => {
  const terminal = recorder(columns);
  const { stdout } = report({ stdout: terminal, stderr: terminal });
  const lines = screenAfter(stdout, columns);
  expect(lines).toEqual(screenAfter(stdout, 1000));
  expect(lines.join("\n")).not.toMatch(/\[[=-]+\]/);
  expect(lines.filter((line) => /^ +\d /.test(line))).toHaveLength(2);
  expect(lines.at(-1)).toBe(result.trimEnd());
});

test.each([
  ["log lines", {}],
  ["--quiet", { quiet: true }],
  ["--quiet --json", { quiet: true, json: true }],
])("a complete run with a problem has its result, and a warning on stderr (%s)", (_, options) => {
  const events = [...wholeRun().slice(0, -1), { ...finished, latestProblem: "runs/latest: no space" }];
  const whole = report({ ...options, stdout: recorder(), stderr: recorder() });
  const { stdout, stderr } = report({ ...options, stdout: recorder(), stderr: recorder() }, events);
  expect(stdout).toBe(whole.stdout);
  expect(stdout).toContain("0.9871");
  expect(stderr).toBe(
    `${whole.stderr}ohem: warning: the run is complete, but runs/latest may not name it: runs/latest: no space\n`,
  );
});

test.each([
  [
    1,
    64,
    ["ohem: warning: ohem:ratio=3 keeps 1 example of each batch of 64; keep a larger part, or use larger batches"],
  ],
  [2, 64, null],
  [1, 1, null],
  [undefined, 64, null],
])("%s of a batch of %i: a warning where only one example is kept", (fewestKept, batchSize, expected) => {
  const [, ...rest] = wholeRun();
  const events = [{ ...runStarted, fewestKept, batchSize }, ...rest];
  const { stderr } = report({ quiet: true, stdout: recorder(), stderr: recorder() }, events);
  expect(stderr.match(/^ohem: warning: .*$/gm)).toEqual(expected);
});

test.each([
  ["log lines", {}],
  ["--quiet --json", { quiet: true, json: true }],
])("noise causes a warning that says what to look at and what to try (%s)", (_, options) => {
  const { stderr } = report({ ...options, stdout: recorder(), stderr: recorder() }, [...wholeRun(), noiseFound]);
  expect(stderr.match(/^ohem: warning: .*$/gm)).toEqual([
    "ohem: warning: 4,170 of 60,000 training examples (7.0%) were predicted as the same other class in epochs 0 and " +
      "1: their labels may be wrong, or two classes may share them. They are 42% of what ohem:ratio=3 selects, so it " +
      "may end below plain cross-entropy, which learns from all the others too; look at them: npx ohem suspects " +
      "runs/first; try the loss ce, a smaller ratio, or, if labels are wrong, small-loss, which leaves out the hardest",
  ]);
});

test.each([
  ["log lines", {}],
  ["--quiet", { quiet: true }],
])("epochs that selected no example cause a warning (%s)", (_, options) => {
  const epochs = [finished.epochs[0], { ...finished.epochs[1], backwardExamples: 0, keptFraction: 0 }];
  const events = [...wholeRun().slice(0, -1), { ...finished, epochs }];
  const { stderr } = report({ ...options, stdout: recorder(), stderr: recorder() }, events);
  expect(stderr.match(/^ohem: warning: .*$/gm)).toEqual([
    "ohem: warning: ohem:ratio=3 selected no example in 1 of 2 epochs",
  ]);
});

test.each([
  ["log lines", {}],
  ["--quiet", { quiet: true }],
  ["--quiet --json", { quiet: true, json: true }],
])("a mean loss above that of guessing causes one warning, at its first epoch (%s)", (_, options) => {
  const diverging = { meanLoss: 1.732e7, objective: 2e7 };
  const events = wholeRun().map((event) => (event.type === "epoch" ? { ...event, ...diverging } : event));
  const { stderr } = report({ ...options, stdout: recorder(), stderr: recorder() }, events);
  expect(stderr.match(/^ohem: warning: .*$/gm)).toEqual([
    "ohem: warning: the mean loss of epoch 0 is 1.732e+7, above the 2.3026 of guessing; " +
      "try a smaller learning rate than 0.001",
  ]);
});

test.each([
  ["after a hundred steps", 938, 2.314, 2.4, 1],
  ["after fewer", 99, 2.314, 2.4, 0],
  ["after fewer, but far above", 32, 1.412e21, 2.553e21, 1],
  ["that is just below", 938, 2.3, 2.4, 0],
  ["that is above by less than two numbers would show", 938, 2.30263, 2.4, 0],
  ["of all examples, the hardest of which the loss leaves out", 938, 2.9, 1.2, 0],
])("a mean loss about that of guessing %s: %i steps, %f, %f", (_, steps, meanLoss, objective, warnings) => {
  const [run, ...rest] = wholeRun();
  const events = [
    run!,
    ...rest.map((event) => (event.type === "epoch" ? { ...event, steps, meanLoss, objective } : event)),
  ];
  const { stderr } = report({ stdout: recorder(), stderr: recorder() }, events);
  expect(stderr.match(/^ohem: warning: /gm) ?? []).toHaveLength(warnings);
});

test.each([
  ["a part is kept", 0.125, "keep more of each batch (a smaller ratio), or use the loss ce"],
  ["all is kept", 1, "try another learning rate than 0.001, and check the labels"],
])(
  "a net that has collapsed causes one warning, which blames the selection where there is one (%s)",
  (_, kept, advice) => {
    const events = wholeRun().map((event) => {
      if (event.type === "epoch") return { ...event, meanLoss: 2.3017, objective: 2.3045, keptFraction: kept };
      return event.type === "evaluation" ? { ...event, testLoss: 2.3014 } : event;
    });
    const { stderr } = report({ quiet: true, stdout: recorder(), stderr: recorder() }, events);
    expect(stderr).toBe(
      "ohem: warning: the net has collapsed to the uniform answer: its mean loss is that of guessing, ln 10 = 2.3026 " +
        `(2.3017 in epoch 0, 2.3014 on the test examples); ${advice}\n`,
    );
  },
);

test("a class far from the others causes a warning", () => {
  const labelGap = "class 255 has 1 training example; classes 10 to 254 have none";
  const [run, ...rest] = wholeRun();
  const events = [{ ...run, data: { ...runStarted.data, labelGap } } as TrainEvent, ...rest];
  const { stderr } = report({ quiet: true, stdout: recorder(), stderr: recorder() }, events);
  expect(stderr).toBe(`ohem: warning: ${labelGap}; check the training labels\n`);
});

test("a warning is yellow on a terminal", () => {
  const events = [...wholeRun().slice(0, -1), { ...finished, latestProblem: "no space" }];
  const { stderr } = report({ quiet: true, stdout: recorder(), stderr: recorder(80) }, events);
  expect(stderr.startsWith("\x1b[33mohem: warning:\x1b[39m the run is complete, ")).toBe(true);
});
