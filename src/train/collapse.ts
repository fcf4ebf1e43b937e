import { log } from "../losses/parts/elementary.js";
import type { EpochDone, EvaluationDone } from "./events.js";

/**
 * How near to the loss of guessing a mean loss is that of guessing, in nats: the geometric mean of p(true class) is
 * then within 1% of 1 / classes. Fashion-MNIST with 20% of the labels replaced, 8,000 examples and ratio 8 or 16 comes
 * within 0.0024 after 250 steps and stays there. MNIST and Fashion-MNIST with their own labels are at least 0.08 below
 * after 500 steps with any loss, ratio 64 included, which keeps one example of a batch; at a hundredth of the default
 * rate MNIST is 0.037 below.
 */
export const tolerance = 0.01;

/** Before it a net may not have left its initial answer, which is about uniform: ratio 64 takes 300 steps of MNIST. */
const leastSteps = 500;

/** A net that gives every class about the same probability, whatever the image. */
export interface Collapse {
  /** that was tested */
  readonly epoch: number;
  /** steps so far, from the start of the run */
  readonly steps: number;
  /** of the epoch's training examples, nats */
  readonly meanLoss: number;
  /** mean loss of the test examples, nats */
  readonly testLoss: number;
  /** what both are about: ln(classes), the loss of the uniform answer */
  readonly guessing: number;
  /** of the epoch: selected / examples */
  readonly keptFraction: number;
}

/** Two mean losses at one point of a training; null: not finite. */
interface Losses {
  /** from the start of the training */
  readonly steps: number;
  readonly meanLoss: number | null;
  readonly testLoss: number | null;
}

/**
 * Whether a net has collapsed to the uniform answer: its mean loss is that of guessing, on the training examples and
 * on the test examples. One of the two alone is no sign: with 85% of MNIST's labels replaced, ce has a training loss
 * within 0.002 of guessing when it classifies 61% of the test images right.
 */
export function isCollapsed(classes: number, { steps, meanLoss, testLoss }: Losses): boolean {
  return steps >= leastSteps && isGuessing(classes, meanLoss) && isGuessing(classes, testLoss);
}

/** @param meanLoss nats; null: not finite */
export function isGuessing(classes: number, meanLoss: number | null): boolean {
  return meanLoss !== null && Math.abs(meanLoss - log(classes)) <= tolerance;
}

/** How a run stood at its latest evaluation. @returns undefined: it has not collapsed, or has not been tested */
export function findCollapse(
  classes: number,
  epochs: readonly EpochDone[],
  evaluation: Pick<EvaluationDone, "steps" | "testLoss"> | undefined,
): Collapse | undefined {
  const tested = epochs.findLast(({ steps }) => steps === evaluation?.steps);
  if (evaluation === undefined || tested === undefined) return undefined;
  const { epoch, steps, meanLoss, keptFraction } = tested;
  const { testLoss } = evaluation;
  if (!isCollapsed(classes, { steps, meanLoss, testLoss })) return undefined;
  return { epoch, steps, meanLoss, testLoss, guessing: log(classes), keptFraction };
}
