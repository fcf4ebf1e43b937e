import { mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createReporters, type ReportOptions } from "../../src/report/create-reporters.js";
import { finished, play, stoppedRun, wholeRun } from "./events.js";
import { screenAfter } from "./screen.js";
import { type Recorded, recorder, written } from "./streams.js";

const folder = mkdtempSync(join(tmpdir(), "ohem-report-"));
afterAll(() => rmSync(folder, { recursive: true }));

const result = "Test Accuracy: 0.9871\n";
const save = "\x1b7";

function report(options: Partial<ReportOptions> & { stdout: Recorded; stderr: Recorded }, events = wholeRun()) {
  play(events, ...createReporters({ json: false, quiet: false, logInterval: 100, env: {}, ...options }));
  return { stdout: written(options.stdout), stderr: written(options.stderr) };
}

test("without a terminal: log lines and the result on stdout, notes on stderr, no escape sequence anywhere", () => {
  const { stdout, stderr } = report({ stdout: recorder(), stderr: recorder() });
  const lines = stdout.split("\n");
  expect(lines).toHaveLength(23);
  expect(lines[10]).toBe("Test Epoch: 0\tAccuracy: 0.9751\tLoss: 0.041667");
  expect(stdout.endsWith(`\n${result}`)).toBe(true);
  expect(stderr).toContain("Epoch 1: train accuracy");
  expect(stdout + stderr).not.toContain("\x1b");
});

test("on a terminal the bar takes the place of the log lines", () => {
  const { stdout, stderr } = report({ stdout: recorder(80), stderr: recorder(80) });
  expect(stdout).toBe(`Test Epoch: 0\tAccuracy: 0.9751\tLoss: 0.041667\n${result}`);
  expect(stderr).toContain(save);
  expect(stderr).toContain("Epoch 1: train accuracy");
});

test("each note stands on a line that the bar has cleared", () => {
  const { stderr } = report({ stdout: recorder(80), stderr: recorder(80) });
  for (const epoch of [0, 1]) expect(stderr).toContain(`\x1b[2K\x1b[0JEpoch ${epoch}: train accuracy`);
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

test("--json: one document and nothing else on stdout", () => {
  const { stdout, stderr } = report({ json: true, stdout: recorder(), stderr: recorder(80) });
  expect(JSON.parse(stdout).testAccuracy).toBe(0.9871);
  expect(stderr).toContain(save);
});

test("--quiet leaves the result, as a line or as a document", () => {
  expect(report({ quiet: true, stdout: recorder(80), stderr: recorder(80) })).toEqual({ stdout: result, stderr: "" });
  const { stdout, stderr } = report({ quiet: true, json: true, stdout: recorder(80), stderr: recorder(80) });
  expect(JSON.parse(stdout).testAccuracy).toBe(0.9871);
  expect(stderr).toBe("");
});

test("a stopped run ends without a result, its bar cleared", () => {
  const { stdout, stderr } = report({ stdout: recorder(80), stderr: recorder(80) }, stoppedRun());
  expect(stdout).not.toContain("Test Accuracy");
  expect(stderr).toContain("\x1b[2K\x1b[0JStopped after 1,000 steps.\n");
});

test.each([false, true])("a reader that has gone makes no reporter throw (json: %s)", (json) => {
  const [stdout, stderr] = [recorder(80), recorder(80)];
  for (const stream of [stdout, stderr]) {
    stream.on("error", () => {});
    stream.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
  }
  const reporters = createReporters({ json, quiet: false, stdout, stderr, logInterval: 1, env: {} });
  expect(() => play(wholeRun(), ...reporters)).not.toThrow();
});

test("what stays on a terminal: notes and the result, no remains of a bar", () => {
  const terminal = recorder(100);
  const { stdout } = report({ stdout: terminal, stderr: terminal });
  const lines = screenAfter(stdout, 100).filter((line) => !line.startsWith("Loss:"));
  expect(lines.join("\n")).not.toMatch(/\[[=-]+\]/);
  expect(lines.filter((line) => line.startsWith("Epoch "))).toHaveLength(2);
  expect(lines.at(-1)).toBe(result.trimEnd());
});

test.each([
  ["log lines", {}],
  ["--quiet", { quiet: true }],
  ["--quiet --json", { quiet: true, json: true }],
])("what went wrong beside a complete run is said on stderr, and its result is there (%s)", (_, options) => {
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
  ["log lines", {}],
  ["--quiet", { quiet: true }],
])("an epoch that selected no example is told (%s)", (_, options) => {
  const events = wholeRun().map((event) =>
    event.type === "epoch" && event.epoch === 1 ? { ...event, backwardExamples: 0, keptFraction: 0 } : event,
  );
  const { stderr } = report({ ...options, stdout: recorder(), stderr: recorder() }, events);
  expect(stderr.match(/^ohem: warning: .*$/gm)).toEqual([
    "ohem: warning: epoch 1: ohem:ratio=3 selected no example, so nothing was learned",
  ]);
});
