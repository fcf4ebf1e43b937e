import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { RunError } from "../errors/errors.js";
import { writeProblem } from "./write-problem.js";

export interface LineFile {
  /** Adds a line that ends in a newline: all of it or nothing. @throws RunError */
  append(line: string): void;
  /** Makes the lines so far survive a power failure. @throws RunError */
  sync(): void;
  /** Call `sync` first if you need durability; errors from close are ignored. */
  close(): void;
}

/** A file that grows by whole lines. A concurrent reader may see part of the last one. */
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

/** For cleaning up: its failure must not hide the error that led there. */
function attempt(action: () => void): void {
  try {
    action();
  } catch {}
}
