import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { RunError } from "../errors/errors.js";
import { writeProblem } from "./write-problem.js";

export interface LineFile {
  /** Adds a line, its end included: the whole line or nothing of it. @throws RunError */
  append(line: string): void;
  /** Makes what was added outlast a power failure. @throws RunError */
  sync(): void;
  /** Whoever needs to know that all was written calls `sync` before: a failure to close is nobody's. */
  close(): void;
}

/** A file that grows by whole lines; whoever reads it while it grows may see a part of the last one. */
export function openLines(file: string): LineFile {
  const descriptor = openSync(file, "a");
  let length = fstatSync(descriptor).size;
  const cannotBeWritten = (reason: string) => new RunError(`${file}: cannot be written: ${reason}`);
  return {
    append(line) {
      const bytes = new TextEncoder().encode(line);
      try {
        for (let written = 0; written < bytes.length; ) {
          const count = writeSync(descriptor, bytes, written);
          if (count === 0) throw cannotBeWritten("the device takes no more bytes");
          written += count;
        }
        length += bytes.length;
      } catch (error) {
        attempt(() => ftruncateSync(descriptor, length));
        throw error instanceof RunError ? error : cannotBeWritten(writeProblem(error));
      }
    },
    sync() {
      try {
        fsyncSync(descriptor);
      } catch (error) {
        throw cannotBeWritten(writeProblem(error));
      }
    },
    close: () => attempt(() => closeSync(descriptor)),
  };
}

/** For what is done on the way out, where its failure must not hide another. */
function attempt(action: () => void): void {
  try {
    action();
  } catch {}
}
