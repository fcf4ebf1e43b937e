import { fstatSync } from "node:fs";
import { progressBar } from "./bar.js";
import { jsonDocument } from "./json.js";
import { logLines } from "./log-lines.js";
import { notes } from "./notes.js";
import { quietStop } from "./quiet-stop.js";
import type { Output, Reporter } from "./reporter.js";
import { resultLines } from "./result-lines.js";
import { warnings } from "./warnings.js";

export interface ReportOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly stdout: Output;
  readonly stderr: Output;
  /** batches from one log line to the next */
  readonly logInterval: number;
  /** the least test accuracy asked for; the JSON document says whether it was reached */
  readonly minAccuracy?: number | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Who speaks in a run. stdout carries the log lines and the result, or one JSON document; everything else goes to stderr. On a terminal a bar takes
 * the place of the log lines; `quiet` leaves the result, what went wrong, and where to go on with a run that was stopped. Hand every event to all of them, in their order.
 */
export function createReporters(options: ReportOptions): Reporter[] {
  const { json, quiet, stdout, stderr, logInterval, minAccuracy } = options;
  if (quiet) {
    const result = json ? jsonDocument(stdout, minAccuracy) : resultLines(stdout, { curve: false });
    return [warnings(stderr), quietStop(stderr), result];
  }

  const bar = canShowBar(options);
  const reporters: Reporter[] = [];
  // The bar comes first: it has cleared its line when the others write theirs. The result comes last: it is the last line of a run.
  if (bar) reporters.push(progressBar(stderr));
  reporters.push(notes(stderr), warnings(stderr));
  if (json) return [...reporters, jsonDocument(stdout, minAccuracy)];
  if (!(bar && stdout.isTTY)) reporters.push(logLines(stdout, logInterval));
  return [...reporters, resultLines(stdout, { curve: true })];
}

function canShowBar({ json, stdout, stderr, env = process.env }: ReportOptions): boolean {
  if (!stderr.isTTY || env.TERM === "dumb") return false;
  // What reads a pipe (tee, grep) mostly writes to the same terminal, where log lines and a bar would garble each other.
  return json || stdout.isTTY === true || !isPipe(stdout);
}

function isPipe(stream: Output): boolean {
  if (stream.fd === undefined) return true;
  const found = fstatSync(stream.fd);
  return found.isFIFO() || found.isSocket();
}
