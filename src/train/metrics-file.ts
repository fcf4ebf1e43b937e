import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { RunError } from "../errors.js";
import { writeProblem } from "./file-problem.js";

export interface MetricsFile {
  /** Adds a line, its end included: the whole line or nothing of it. @throws RunError */
  append(line: string): void;
  close(): void;
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
    close: () => closeSync(descriptor),
  };
}
