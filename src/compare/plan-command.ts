import { defaultConfig } from "../config/resolve-config.js";
import { flagOf } from "../config/settings.js";
import { labelNoiseKinds } from "../data/label-noise.js";
import { quoted } from "../files/quoted.js";
import { isOwn, parseLoss } from "../losses/registry.js";
import { keptByControl } from "./kept-by-control.js";
import type { Plan, PlannedContestant } from "./plan.js";
import { sharedSettings } from "./shared-settings.js";

type Settings = PlannedContestant["settings"];

/** Settings that `ohem compare` has flags for. */
const flags = [
  "epochs",
  "batchSize",
  "lr",
  "lrSchedule",
  "trainExamples",
  "imbalance",
  "labelNoise",
  "labelNoiseKind",
] as const satisfies readonly (keyof Settings)[];
/** Those that only a file of settings can give to all contestants. */
const fromFile = ["warmupEpochs", "annealEpochs", "keepAt"] as const satisfies readonly (keyof Settings)[];

const defaults: Partial<Settings> = { ...defaultConfig, labelNoiseKind: labelNoiseKinds[0] };

/**
 * What follows the program's name in the command that trains a plan, in whatever folder. What it cannot know stands in
 * capitals: FOLDER for data that is no known set, FILE for common settings without a flag, MODULE.js for the loss of a
 * user's own.
 */
export function planCommand({ contestants, seeds, data, curve }: Plan): string {
  const common = commonSettings(contestants);
  const [first, last] = [seeds[0], seeds.at(-1)!];
  const set = flags.filter((name) => common[name] !== undefined && common[name] !== defaults[name]);
  const other = fromFile.some((name) => common[name] !== undefined && common[name] !== defaults[name]);
  return [
    "compare",
    ...contestants.slice(0, contestants.findLastIndex(isChosen) + 1).map(argumentOf),
    `--seeds ${last - first + 1}`,
    ...(first === 0 ? [] : [`--first-seed ${first}`]),
    ...(data.name === defaultConfig.data ? [] : [`--data ${data.name === null ? "FOLDER" : argument(data.name)}`]),
    ...set.map((name) => `${flagOf(name)} ${argument(String(common[name]))}`),
    ...(other ? ["--config FILE"] : []),
    ...(curve === 1 ? [] : [`--curve ${curve}`]),
    ...(lacksControls(contestants) ? ["--no-control"] : []),
  ].join(" ");
}

/** Controls are added after all that were named; one that was named last is added again. */
function isChosen({ controlOf }: PlannedContestant): boolean {
  return controlOf.length === 0;
}

/** A loss of a user's own is named by its code, which is not where it lies. */
function argumentOf({ name, settings }: PlannedContestant): string {
  const isModule = isOwn(settings.loss) && !name.endsWith(".json");
  return argument(isModule ? name.replace(/^[^:]*/, "MODULE.js") : name);
}

/** A contestant that is a loss has them as they are; a file may have its own. */
function commonSettings(contestants: readonly PlannedContestant[]): Partial<Settings> {
  const loss = contestants.find((contestant) => isChosen(contestant) && !contestant.name.endsWith(".json"));
  return loss?.settings ?? sharedSettings(contestants);
}

/** Whether a control would be added that the plan does not have. */
function lacksControls(contestants: readonly PlannedContestant[]): boolean {
  const controlled = new Set(contestants.flatMap(({ controlOf }) => controlOf));
  return contestants.some(({ name, settings }) => {
    if (isOwn(settings.loss) || controlled.has(name)) return false;
    return keptByControl(parseLoss(settings.loss), settings.keepAt) !== undefined;
  });
}

/** For a POSIX shell, on whatever machine the page is made. */
function argument(text: string): string {
  return quoted(text, "linux");
}
