import * as v from "valibot";
import { FileFormatError } from "../errors/errors.js";
import { readText } from "../files/read-file.js";
import { writeFileWhole } from "../files/write-file.js";
import type { TrainEvent } from "../train/events.js";

/** Far more than the lines of a long run. */
const maxBytes = 1024 * 1024 * 1024;

/** The line of an event in metrics.jsonl, its end included; undefined when it has none: of the steps, those with a log line have one. */
export function metricsLine(event: TrainEvent, logInterval: number): string | undefined {
  if (event.type === "step" && event.batch % logInterval !== 0) return undefined;
  return `${JSON.stringify(withoutHistory(event))}\n`;
}

/** Epochs and evaluations have their own lines already. */
function withoutHistory(event: TrainEvent): object {
  if (event.type === "run") return { ...event, resumed: event.resumed?.steps };
  if (event.type === "finished") return { ...event, epochs: event.epochs.length, evaluations: undefined };
  return event;
}

/**
 * Takes away what was written after the first `steps` steps, a torn last line included, so that a run that goes on from there writes every line once.
 * @throws FileFormatError for a line that is no event, RunError when the file cannot be written
 */
export async function cutMetrics(file: string, steps: number): Promise<void> {
  const lines = await readLines(file);
  const events = lines.map(parseEvent);
  const isKept = (event: MetricsEvent | undefined) => event !== undefined && isBefore(event, steps);
  // A power failure may leave anything behind the lines that were synced.
  const end = events.findLastIndex(isKept) + 1;
  const bad = events.slice(0, Math.max(end, 1)).indexOf(undefined);
  if (lines.length > 0 && bad >= 0) {
    const offset = lines.slice(0, bad).reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0);
    throw new FileFormatError(file, `line ${bad + 1}`, "not an event of a run, as ohem writes them", offset);
  }
  const kept = lines.filter((_, index) => isKept(events[index]));
  await writeFileWhole(file, kept.map((line) => `${line}\n`).join(""));
}

/** Whether the last that the lines tell is that the run came to its end. @throws InputError when they cannot be read */
export async function isFinished(file: string): Promise<boolean> {
  const last = (await readLines(file)).at(-1);
  const event = last === undefined ? undefined : parseEvent(last);
  return event?.type === "finished" && event.complete === true;
}

/** Behind the last line end there is nothing, or a line that was being written when the process died. */
async function readLines(file: string): Promise<string[]> {
  return (await readText(file, maxBytes)).split("\n").slice(0, -1);
}

const eventSchema = v.looseObject({
  type: v.picklist(["run", "step", "epoch", "evaluation", "checkpoint", "finished"]),
  steps: v.optional(v.pipe(v.number(), v.safeInteger())),
  complete: v.optional(v.boolean()),
});
type MetricsEvent = v.InferOutput<typeof eventSchema>;

function parseEvent(line: string): MetricsEvent | undefined {
  try {
    return v.parse(eventSchema, JSON.parse(line));
  } catch {
    return undefined;
  }
}

function isBefore({ type, steps = 0 }: MetricsEvent, end: number): boolean {
  return type !== "finished" && steps <= end;
}
