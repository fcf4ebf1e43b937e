import { existsSync } from "node:fs";
import { join } from "node:path";
import { modelName } from "../run/names.js";
import { resumeCommand } from "./commands.js";
import type { Output, Reporter } from "./reporter.js";

export interface ForcedStop extends Reporter {
  /** Says that the process ends now, and what goes on from the last checkpoint; waits for nothing. */
  tell(): void;
}

/** For a run that ends in the middle of a step, or while it waits for a disk: what it would have said at its end is left to say. */
export function forcedStop(stderr: Output): ForcedStop {
  let folder: string | undefined;
  return {
    handle(event) {
      if (event.type === "run") folder = event.folder;
    },
    tell: () => stderr.write(`ohem: stopped at once, ${whatIsLeft(folder)}\n`),
    close() {},
  };
}

function whatIsLeft(folder: string | undefined): string {
  if (folder === undefined) return "before the first step";
  // The file's own word: it may have got its name a moment before anybody was told.
  if (!existsSync(join(folder, modelName))) return `before the first checkpoint: nothing in ${folder} can go on`;
  return `without the steps since the last checkpoint; to go on from there: ${resumeCommand(folder)}`;
}
