import { join } from "node:path";
import { InputError } from "../../errors/errors.js";
import { chosenCopy, figuresOf } from "../figures.js";
import { trialsFolder } from "../names.js";
import { type Plan, plannedTrials } from "../plan.js";
import { readTrials } from "../read-trials.js";
import { type Trial, trialFileName } from "../trial.js";

/** A trial as it was found; its copies have other timings at most. */
export interface FoundTrial {
  /** of all copies the same one, in whatever order they are found */
  readonly trial: Trial;
  /** the folder that it was found in */
  readonly folder: string;
}

/**
 * The trials of several folders of one comparison, by id.
 * @throws FileFormatError for a damaged one; InputError for one of another comparison, and for two that are the same
 * training with other figures: arithmetic is the same to the bit on every machine that works
 */
export async function uniteTrials(folders: readonly string[], plan: Plan): Promise<ReadonlyMap<string, FoundTrial>> {
  const planned = plannedTrials(plan);
  const union = new Map<string, FoundTrial>();
  for (const folder of folders) {
    const { trials, damaged } = await readTrials(folder, plan, { planned });
    if (damaged.length > 0) throw damaged[0].suggest("delete it, and run its shard again");
    for (const [id, trial] of trials) {
      const other = union.get(id);
      if (other === undefined) {
        union.set(id, { trial, folder });
        continue;
      }
      requireSameFigures(other, { trial, folder });
      if (chosenCopy([other.trial, trial]) === trial) union.set(id, { trial, folder });
    }
  }
  return union;
}

function requireSameFigures(one: FoundTrial, other: FoundTrial): void {
  if (figuresOf(one.trial) === figuresOf(other.trial)) return;
  const named = ({ folder, trial }: FoundTrial) =>
    `${join(folder, trialsFolder, trialFileName(trial.id))} (made on ${trial.timings.host})`;
  throw new InputError(
    `${named(one)} and ${named(other)} are the same training with different figures, ` +
      "so that one of these machines computes wrongly; delete the wrong one",
  );
}
