import type { RunInspection } from "../../../run/inspect-run.js";
import type { StepLine } from "../../../run/metrics-file.js";
import type { EpochDone, EvaluationDone } from "../../../train/events.js";

/** The course of a run, by step. */
export interface History {
  /** means over a few batches that have a log line; several lines are taken together in a long run */
  readonly batches: readonly BatchMean[];
  readonly epochs: readonly EpochDone[];
  readonly evaluations: readonly EvaluationDone[];
  /** seconds of training at steps, both ascending, from 0 on */
  readonly seconds: readonly (readonly [step: number, seconds: number])[];
}

interface BatchMean {
  readonly step: number;
  /** null: not finite */
  readonly meanLoss: number | null;
  readonly objective: number | null;
  readonly keptFraction: number;
  /** undefined: not recorded by early versions */
  readonly lr: number | undefined;
}

/** Points of a curve: more cannot be told apart. */
const mostPoints = 240;

export function historyOf({ checkpoint, metrics, evaluation }: RunInspection): History {
  const { epochs, step, epoch } = checkpoint.loop;
  const steps = metrics?.steps ?? [];
  const together = Math.ceil(steps.length / mostPoints);
  const batches: BatchMean[] = [];
  for (let first = 0; first < steps.length; first += together) {
    batches.push(meanOf(steps.slice(first, first + together)));
  }
  const { testAccuracy, balancedAccuracy, testLoss, correct, examples, seconds } = evaluation;
  const now = { testAccuracy, balancedAccuracy, testLoss, correct, examples, seconds };
  const recorded = checkpoint.loop.evaluations;
  const isKnown = recorded.some(({ steps: at }) => at === step);
  const evaluations =
    isKnown || step === 0 ? recorded : [...recorded, { type: "evaluation" as const, epoch, steps: step, ...now }];
  return { batches, epochs, evaluations, seconds: secondsOf(epochs, steps) };
}

function meanOf(lines: readonly StepLine[]): BatchMean {
  const mean = (of: (line: StepLine) => number | null) => {
    const values = lines.map(of).filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    step: lines[lines.length >> 1].steps,
    meanLoss: mean(({ meanLoss }) => meanLoss),
    objective: mean(({ objective }) => objective),
    keptFraction: mean(({ selected, examples }) => selected / examples) ?? 0,
    lr: lines[lines.length >> 1].lr,
  };
}

/** The epochs that are done say how long each took; the lines of the one under way, how long it has. */
function secondsOf(epochs: readonly EpochDone[], lines: readonly StepLine[]): [number, number][] {
  let total = 0;
  const places: [number, number][] = [[0, 0]];
  for (const { steps, trainSeconds } of epochs) {
    total += trainSeconds;
    places.push([steps, total]);
  }
  for (const { epoch, steps, epochSeconds } of lines) {
    if (epoch >= epochs.length) places.push([steps, total + epochSeconds]);
  }
  return places;
}
