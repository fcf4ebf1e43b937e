import { fstatSync } from "node:fs";
import { progressBar } from "./bar.js";
import { epochTable } from "./epoch-table.js";
import { jsonDocument } from "./json.js";
import { logLines } from "./log-lines.js";
import { notes } from "./notes.js";
import type { OutputFlags } from "./output-flags.js";
import type { Reporter } from "./reporter.js";
import { result } from "./result-line.js";
import { canRedraw, type Environment, type Output } from "./terminal.js";
import { warnings } from "./warnings.js";

export interface ReportOptions extends OutputFlags {
  readonly stdout: Output;
  readonly stderr: Output;
  /** batches from one log line to the next */
  readonly logInterval: number;
  /** epochs from one evaluation to the next; 0: only one at the end, which is the result */
  readonly evalEvery: number;
  /** examples that were asked for; a training set may have fewer */
  readonly batchSize?: number | undefined;
  /** the gate, which the JSON document reports */
  readonly minAccuracy?: number | undefined;
  readonly env?: Environment;
}

/**
 * The reporters of a run, in the order in which they receive each event. stdout carries the log lines and the result,
 * or one JSON document; everything else goes to stderr. On a terminal a bar and the table of epochs take the place of
 * the log lines. `quiet` leaves the result, and what went wrong.
 */
export function createReporters(options: ReportOptions): Reporter[] {
  const { json, quiet, stdout, stderr, logInterval, evalEvery, batchSize, minAccuracy, env } = options;
  const end = json ? jsonDocument(stdout, minAccuracy) : result(stdout, env);
  if (quiet) return [warnings(stderr, env), end];

  const bar = canShowBar(options);
  return [
    epochTable(stderr),
    // After the table, which writes its rows between two bars; before the others, which need a cleared line.
    ...(bar ? [progressBar(stderr)] : []),
    notes(stderr, batchSize),
    warnings(stderr, env),
    ...(json || (bar && stdout.isTTY) ? [] : [logLines(stdout, logInterval, evalEvery > 0)]),
    // The result is the last line of a run.
    end,
  ];
}

function canShowBar({ bar = true, json, stdout, stderr, env = process.env }: ReportOptions): boolean {
  if (!bar || !canRedraw(stderr, env)) return false;
  // The reader of a pipe (tee, grep) mostly writes to the same terminal: log lines and a bar would garble each other.
  return json || stdout.isTTY === true || !isPipe(stdout);
}

function isPipe(stream: Output): boolean {
  if (stream.fd === undefined) return true;
  const found = fstatSync(stream.fd);
  return found.isFIFO() || found.isSocket();
}
