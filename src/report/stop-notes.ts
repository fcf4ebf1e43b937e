import { existsSync } from "node:fs";
import { join } from "node:path";
import { modelName } from "../run/names.js";
import { resumeCommand } from "./commands.js";
import { formatCountOf } from "./numbers.js";
import type { Reporter } from "./reporter.js";
import type { Output } from "./terminal.js";

export interface StopNotes extends Reporter {
  /** For a process that ends now, in the middle of a step or while it waits for a disk. Waits for nothing. */
  atOnce(): void;
}

/**
 * One line on how to resume a run that was stopped.
 * @param quiet for a run that writes no notes: also after a stop with a checkpoint
 */
export function stopNotes(stderr: Output, quiet: boolean): StopNotes {
  let folder: string | undefined;
  return {
    run(event) {
      folder = event.folder;
    },
    finished({ complete, steps }) {
      if (complete || !quiet) return;
      const next = folder === undefined ? "" : `; to resume: ${resumeCommand(folder)}`;
      stderr.write(`ohem: stopped after ${formatCountOf(steps, "step")}${next}\n`);
    },
    atOnce: () => stderr.write(`ohem: stopped at once, ${progressOf(folder)}\n`),
  };
}

function progressOf(folder: string | undefined): string {
  if (folder === undefined) return "before the first step";
  // The file itself, not the event: it may have been written a moment before its event.
  if (existsSync(join(folder, modelName))) {
    return `without the steps since the last checkpoint; to resume from there: ${resumeCommand(folder)}`;
  }
  return `before the first checkpoint; to start over: ${resumeCommand(folder)}`;
}
