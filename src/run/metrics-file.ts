import * as v from "valibot";
import { FileFormatError } from "../errors/errors.js";
import { jsonBySchema } from "../files/json-by-schema.js";
import { readText } from "../files/read-file.js";
import { writeFileWhole } from "../files/write-file.js";
import type { TrainEvent } from "../train/events.js";

/** Far more than the lines of a long run. */
const maxBytes = 1024 * 1024 * 1024;

/**
 * The line of an event in metrics.jsonl, with its line end; undefined when it has none: a step has a line when it has a
 * log line.
 */
export function metricsLine(event: TrainEvent, logInterval: number): string | undefined {
  if (event.type === "step" && event.batch % logInterval !== 0) return undefined;
  if (event.type !== "finished") return `${JSON.stringify(event)}\n`;
  const { epochs: _, evaluations: __, ...figures } = event;
  return `${JSON.stringify(figures)}\n`;
}

/**
 * Removes everything after the first `steps` steps, a torn last line included, so that a run that resumes there writes
 * every line once.
 * @throws FileFormatError for a line that is no event, RunError when the file cannot be written
 */
export async function cutMetrics(file: string, steps: number): Promise<void> {
  const lines = await readLines(file);
  const events = lines.map(parseEvent);
  const isKept = (event: MetricsEvent | undefined) => event !== undefined && isBefore(event, steps);
  // A power failure may leave anything after the lines that were synced.
  const end = events.findLastIndex(isKept) + 1;
  const bad = events.slice(0, Math.max(end, 1)).indexOf(undefined);
  if (lines.length > 0 && bad >= 0) {
    const offset = lines.slice(0, bad).reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0);
    throw new FileFormatError(file, `line ${bad + 1}`, "not an event of a run, as ohem writes them", offset);
  }
  const kept = lines.filter((_, index) => isKept(events[index]));
  await writeFileWhole(file, kept.map((line) => `${line}\n`).join(""));
}

/** What a step's line says. A number that was not finite is null in JSON. */
const stepSchema = v.looseObject({
  type: v.literal("step"),
  epoch: v.number(),
  steps: v.number(),
  examples: v.number(),
  objective: v.nullable(v.number()),
  meanLoss: v.nullable(v.number()),
  selected: v.number(),
  epochSeconds: v.number(),
  lr: v.optional(v.number()),
});
export type StepLine = v.InferOutput<typeof stepSchema>;

/** What a run left in its metrics.jsonl: how it ended, and the steps that have a line. */
export interface Metrics {
  readonly steps: readonly StepLine[];
  /** whether it was stopped, or did all its epochs; undefined: it is under way, was killed, or failed */
  readonly complete: boolean | undefined;
}

/**
 * Reads the file of a run that may have ended in any way; a last line that is torn, and lines of another form, are
 * left out.
 * @throws InputError when the file cannot be read
 */
export async function readMetrics(file: string): Promise<Metrics> {
  const lines = await readLines(file);
  const last = lines.length === 0 ? undefined : parseEvent(lines[lines.length - 1]);
  return {
    steps: lines.map((line) => jsonBySchema(stepSchema, line)).filter((step) => step !== undefined),
    complete: last?.type === "finished" ? last.complete : undefined,
  };
}

/** Whether the last line is `finished` with `complete: true`. @throws InputError when the file cannot be read */
export async function isFinished(file: string): Promise<boolean> {
  const last = (await readLines(file)).at(-1);
  const event = last === undefined ? undefined : parseEvent(last);
  return event?.type === "finished" && event.complete === true;
}

/** After the last line end there is nothing, or a line that was being written when the process died. */
async function readLines(file: string): Promise<string[]> {
  return (await readText(file, maxBytes)).split("\n").slice(0, -1);
}

const eventSchema = v.looseObject({
  type: v.picklist(["run", "step", "epoch", "noise", "evaluation", "checkpoint", "finished"]),
  steps: v.optional(v.pipe(v.number(), v.safeInteger())),
  complete: v.optional(v.boolean()),
});
type MetricsEvent = v.InferOutput<typeof eventSchema>;

function parseEvent(line: string): MetricsEvent | undefined {
  return jsonBySchema(eventSchema, line);
}

function isBefore({ type, steps = 0 }: MetricsEvent, end: number): boolean {
  return type !== "finished" && steps <= end;
}
