import { clearScreenDown } from "node:readline";
import cliProgress from "cli-progress";
import { hasCollapsed } from "../../compare/collapsed.js";
import type { ComparisonPlanned, PowerKnown, TrialDone } from "../../compare/events.js";
import type { FurtherLook } from "../../compare/further-look.js";
import { shortPath } from "../commands.js";
import { fewKept } from "../few-kept.js";
import { formatAccuracy, formatCountOf, formatTimeLeft } from "../numbers.js";
import { canRedraw, type Environment, lineWidth, type Output, wrapLine } from "../terminal.js";
import { size } from "./points.js";

/** Consumes the events of a comparison before its end. */
export interface ComparisonProgress {
  plan(event: ComparisonPlanned): void;
  trial(event: TrialDone): void;
  power(event: PowerKnown): void;
  /** Leaves the terminal as it was found. Calling it twice is harmless. */
  close(): void;
}

/** Below so many seeds not even a difference in all of them can be shown without assuming how they spread. */
const fewSeeds = 6;

/** The plan, the trainings that end (on a terminal a bar), and what the comparison will be able to show. */
export function comparisonProgress(stderr: Output, env: Environment = process.env): ComparisonProgress {
  const withBar = canRedraw(stderr, env);
  let started = 0;
  /** trainings that were done before */
  let before = 0;
  let last = "";
  const bar = new cliProgress.SingleBar({
    stream: stderr,
    fps: 4,
    clearOnComplete: true,
    hideCursor: false,
    linewrap: true,
    gracefulExit: false,
    format: (_options, { value, total }) => {
      const perTraining = (performance.now() - started) / 1000 / Math.max(1, value - before);
      const left = value > before ? `, ends in ${formatTimeLeft(perTraining * (total - value))}` : "";
      return `${value} of ${total} trainings${left}${last}`.slice(0, Math.max(0, lineWidth(stderr) - 3));
    },
  });
  const clear = () => {
    if (!bar.isActive) return;
    bar.stop();
    clearScreenDown(stderr);
  };
  const say = (text: string) => {
    const { value, total, active } = { value: bar.getProgress(), total: bar.getTotal(), active: bar.isActive };
    clear();
    stderr.write(`${wrapLine(text, lineWidth(stderr))}\n`);
    if (active) bar.start(total, Math.round(value * total));
  };
  return {
    plan(event) {
      stderr.write(planText(event, lineWidth(stderr)));
      started = performance.now();
      before = event.done;
      if (withBar && event.done < event.trials) bar.start(event.trials, event.done);
    },
    trial({ contestant, seed, trial, trials, done }) {
      const accuracy = formatAccuracy(trial.curve.at(-1)!.testAccuracy);
      const diverged = trial.diverged === null ? "" : ", diverged";
      const collapsed = hasCollapsed(trial) ? ", collapsed" : "";
      last = `; ${contestant}, seed ${seed}: ${accuracy}${diverged}${collapsed}`;
      if (!withBar) stderr.write(`${done} of ${trials}${last}\n`);
      else if (bar.isActive) {
        bar.setTotal(trials);
        bar.update(done);
      } else if (done < trials) bar.start(trials, done);
      if (done === trials) clear();
    },
    power: (event) => say(powerText(event)),
    close: clear,
  };
}

export const stoppedNote = "ohem: stopped; what is done is kept, and the same command continues\n";

export function planText(event: ComparisonPlanned, width = Number.POSITIVE_INFINITY): string {
  const { contestants, seeds, mostSeeds, epochs, trials, done, jobs, seconds, folder, shard, furtherLook } = event;
  const names = contestants.map(({ name, controlOf }, index) => {
    if (index === 0) return `${name} (baseline)`;
    return controlOf.length > 0 ? `${name} (control of ${controlOf.join(", ")})` : name;
  });
  const already = done > 0 ? `, ${done} of them done` : "";
  const time = done < trials ? `, about ${formatTimeLeft(seconds)} at ${formatCountOf(jobs, "job")}` : "";
  const most = mostSeeds === undefined ? "" : ` at first, at most ${mostSeeds}`;
  const part = shard && `${formatCountOf(shard.of, "training")}; shard ${shard.index} of ${shard.count}: `;
  const size = `${formatCountOf(seeds.length, "seed")}${most}, ${formatCountOf(epochs, "epoch")}`;
  const lines = [
    `Comparing ${names.join(", ")}`,
    `${size}: ${part ?? ""}${formatCountOf(trials, "training")}${already}${time}`,
    `Trials go to ${shortPath(folder)}`,
  ];
  if (seeds.length < fewSeeds && mostSeeds === undefined) {
    lines.push(`With fewer than ${fewSeeds} seeds only large differences can be shown; the default is 10.`);
  }
  for (const contestant of contestants) {
    const few = contestant.controlOf.length === 0 ? fewKept(contestant) : undefined;
    if (few !== undefined) lines.push(`${few}.`);
  }
  if (furtherLook !== undefined) lines.push(furtherLookText(furtherLook, seeds.length));
  return lines.map((line) => `${wrapLine(line, width)}\n`).join("");
}

function furtherLookText({ before, detectable }: FurtherLook, seeds: number): string {
  const shows =
    detectable === null
      ? "can show no difference; new seeds in another folder can"
      : `shows only differences ${detectable.toFixed(1)} times as large as ${seeds} new seeds in another folder would`;
  const first = `A verdict was reached with ${before.join(" and ")} seeds`;
  return `${first}; one with ${seeds} shares alpha with it, and ${shows}.`;
}

export function powerText({ seeds, detectable, leastDetectable }: PowerKnown): string {
  const counted = formatCountOf(seeds, "seed");
  if (leastDetectable === null) return `${counted} will probably show no difference.`;
  const show = `${counted} will probably show differences of about`;
  if (detectable === null) return `${show} ${size(leastDetectable)} points or more in some pairs, in others none.`;
  const [least, most] = [leastDetectable, detectable].map(size);
  const points = least === most ? most : `${least} to ${most}`;
  return `${show} ${points} points or more${least === most ? "" : ", depending on the pair"}.`;
}
