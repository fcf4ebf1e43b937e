import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import * as z from "zod";
import { FileFormatError, RunError } from "../errors.js";
import { writeProblem } from "./file-problem.js";
import { readText } from "./read-file.js";
import { writeFileWhole } from "./write-file.js";

export interface MetricsFile {
  /** Adds a line, its end included: the whole line or nothing of it. @throws RunError */
  append(line: string): void;
  /** Makes what was added outlast a power failure. @throws RunError */
  sync(): void;
  close(): void;
}

/** Far more than the lines of a long run. */
const maxBytes = 1024 * 1024 * 1024;

/**
 * Takes away what was written after the first `steps` steps, a torn last line included, so that a run that goes on from there writes every line once.
 * @throws FileFormatError for a line that is no event, RunError when the file cannot be written
 */
export async function cutMetrics(file: string, steps: number): Promise<void> {
  const lines = (await readText(file, maxBytes)).split("\n");
  // Behind the last line end there is nothing, or a line that was being written when the process died.
  lines.pop();
  const kept = lines.filter((line, index) => isBefore(parseEvent(line, file, index + 1), steps));
  await writeFileWhole(file, kept.map((line) => `${line}\n`).join(""));
}

const eventSchema = z.looseObject({
  type: z.enum(["run", "step", "epoch", "evaluation", "checkpoint", "finished"]),
  step: z.int().optional(),
  steps: z.int().optional(),
});

function parseEvent(line: string, file: string, number: number): z.infer<typeof eventSchema> {
  try {
    return eventSchema.parse(JSON.parse(line));
  } catch {
    throw new FileFormatError(file, `line ${number}`, "not an event of a run, as ohem writes them");
  }
}

/** A step's line counts the steps before it, the others those that were done. */
function isBefore({ type, step = 0, steps = 0 }: z.infer<typeof eventSchema>, end: number): boolean {
  if (type === "finished") return false;
  return type === "step" ? step < end : steps <= end;
}

/** A file that grows by whole lines; whoever reads it while it grows may see a part of the last one. */
export function openMetrics(file: string): MetricsFile {
  const descriptor = openSync(file, "a");
  let length = fstatSync(descriptor).size;
  return {
    append(line) {
      const bytes = new TextEncoder().encode(line);
      try {
        for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
        length += bytes.length;
      } catch (error) {
        ftruncateSync(descriptor, length);
        throw new RunError(`${file}: cannot be written: ${writeProblem(error)}`);
      }
    },
    sync() {
      try {
        fsyncSync(descriptor);
      } catch (error) {
        throw new RunError(`${file}: cannot be written: ${writeProblem(error)}`);
      }
    },
    close: () => closeSync(descriptor),
  };
}
