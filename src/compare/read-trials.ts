import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { FileFormatError, InputError } from "../errors/errors.js";
import { inBatches } from "../files/in-batches.js";
import { readText } from "../files/read-file.js";
import { codeOf, systemReason } from "../files/system-error.js";
import { isLeftover } from "../files/write-file.js";
import { trialsFolder } from "./names.js";
import { type Plan, type PlannedTrial, plannedTrials } from "./plan.js";
import { type Trial, trialFileName } from "./trial.js";
import { parseTrial } from "./trial-file.js";

/** A trial with 100,000 test images takes 20 kB. */
const maxTrialBytes = 2 ** 20;

export interface FoundTrials {
  /** by id */
  readonly trials: ReadonlyMap<string, Trial>;
  /** files that are no trial any more */
  readonly damaged: readonly FileFormatError[];
}

/** What of a folder is read. */
interface Wanted {
  /** of the plan's trials, where they are known already */
  readonly planned?: readonly PlannedTrial[];
  /** whether to leave out all files but those of `planned` */
  readonly only?: boolean;
}

/**
 * The trials in a comparison's folder, of all its seeds.
 * @throws InputError for a trial that is not part of the plan, with the key that differs
 */
export async function readTrials(
  folder: string,
  plan: Plan,
  { planned = plannedTrials(plan), only = false }: Wanted = {},
): Promise<FoundTrials> {
  const trials = new Map<string, Trial>();
  const damaged: FileFormatError[] = [];
  const ids = new Set(planned.map(({ id }) => id));
  const files = new Set(planned.map(({ id }) => trialFileName(id)));
  const entries = (await filesIn(join(folder, trialsFolder))).filter(({ name }) => !only || files.has(name));
  const read = await inBatches(entries, async ({ name, isRegular }) => {
    const file = join(folder, trialsFolder, name);
    try {
      if (!isRegular) await requireFile(file);
      const trial = parseTrial(await readText(file, maxTrialBytes), file);
      if (name !== trialFileName(trial.id))
        throw new FileFormatError(file, "id", `expected the file's name, got ${trial.id}`);
      if (!ids.has(trial.id)) requirePlanned(file, trial, plan);
      return trial;
    } catch (error) {
      if (error instanceof FileFormatError) return error;
      throw error;
    }
  });
  for (const found of read) {
    if (found instanceof FileFormatError) damaged.push(found);
    else trials.set(found.id, found);
  }
  return { trials, damaged };
}

async function filesIn(folder: string): Promise<readonly { readonly name: string; readonly isRegular: boolean }[]> {
  try {
    const found = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !isLeftover(name));
    const entries = found.map((entry) => ({ name: entry.name, isRegular: entry.isFile() }));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw new InputError(`${folder}: cannot be read (${codeOf(error)})`);
  }
}

/** @throws FileFormatError for anything else, as a named pipe may never answer */
async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch((error) => {
    throw new FileFormatError(file, "file", systemReason(error));
  });
  if (!found.isFile()) throw new FileFormatError(file, "file", "not a regular file, expected a trial");
}

/** A seed that the plan does not have yet is no reason to refuse a trial. */
function requirePlanned(file: string, trial: Trial, plan: Plan): void {
  const { seed } = trial.settings;
  if (plannedTrials(plan, [seed]).some(({ id }) => id === trial.id)) return;
  throw new InputError(`${file}: a trial of another comparison (${foreignKey(trial, plan)}); move it away`);
}

/** The key in which a trial differs from every trial of the plan. */
function foreignKey(trial: Trial, plan: Plan): string {
  if (trial.arithmetic !== plan.arithmetic) return `arithmetic ${trial.arithmetic}, expected ${plan.arithmetic}`;
  if (trial.engine !== plan.engine) return `engine ${trial.engine}, expected ${plan.engine}`;
  if (trial.data.sha256 !== plan.data.sha256) return "data differs";
  const { seed } = trial.settings;
  const differences = plan.contestants.map(({ settings }) => {
    const { seed: _, ...own } = trial.settings;
    const names = Object.keys({ ...settings, ...own }) as (keyof typeof settings)[];
    return names.filter((name) => settings[name] !== own[name]);
  });
  const [nearest] = differences.sort((a, b) => a.length - b.length);
  const [key] = nearest;
  return key === undefined ? `seed ${seed}` : `${key} ${trial.settings[key]}`;
}
