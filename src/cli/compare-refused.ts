import type { Command } from "commander";
import { refuseFlag, refuseLossParameters } from "./process/refused-flags.js";

/** Answers flags that people know from `ohem train` with what takes their place in a comparison. */
export function refuseTrainFlags(command: Command): void {
  refuseLossParameters(command, "");
  const contestants = "the losses of a comparison are its contestants";
  refuseFlag(command, "--loss", (loss) => `${contestants}; write ohem compare ce ${loss}`);
  refuseFlag(command, "--seed", () => "a comparison has many seeds; --seeds is their number, --first-seed the first");
  for (const flag of ["--warmup-epochs", "--anneal-epochs", "--keep-at"]) {
    refuseFlag(command, flag, () => "in a comparison it stands in a file of settings (--config FILE, or a contestant)");
  }
}
