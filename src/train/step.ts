import type { ResolvedConfig } from "../config/settings.js";
import { batchesIn } from "../data/batches.js";
import type { Dataset } from "../data/dataset.js";
import type { Engine } from "../engine/engine.js";
import { DivergedError, InputError, RunError } from "../errors/errors.js";
import { applyLoss } from "../losses/apply-loss.js";
import type { Loss, TrainingState } from "../losses/loss.js";
import { keptFractionAt, type Schedule } from "../losses/schedule.js";
import { restoreRandom } from "../random.js";
import type { StepDone } from "./events.js";
import { smallerRate } from "./learning-rate.js";
import { countedFrom, record } from "./ledger.js";
import type { Progress } from "./start.js";
import type { LoopState } from "./state.js";

export interface StepOptions {
  readonly engine: Engine;
  readonly loss: Loss;
  /** of the kept fraction; undefined: the loss's own from the start */
  readonly schedule: Schedule | undefined;
  readonly batchSize: number;
  readonly data: { readonly train: Pick<Dataset, "labels"> };
  readonly config: Pick<ResolvedConfig, "lr" | "lrSchedule">;
  /** changed in place; between two events it is a complete state to resume from */
  readonly progress: Omit<Progress, "engine">;
}

/** Trains on the next batch of the epoch's `order` at a learning rate. */
export type Step = (order: Uint32Array, lr: number) => Omit<StepDone, "epochSeconds">;

/** A training step: forward, loss, backward, account. */
export function createStep({ engine, loss, schedule, batchSize, data, config, progress }: StepOptions): Step {
  const { loop: state, ledger, arrays } = progress;
  const random = restoreRandom(state.lossRandom);
  const { labels } = data.train;
  const countFrom = countedFrom(ledger, state);
  const allWeights = new Float32Array(batchSize);

  return (order, lr) => {
    const seen = state.batch * batchSize;
    const indices = order.subarray(seen, seen + batchSize);
    const weights = allWeights.subarray(0, indices.length);
    const begin = performance.now();

    const forward = engine.forward(indices);
    const forwardEnd = performance.now();

    const training = trainingState();
    const lossSum = sum(forward.losses);
    if (!Number.isFinite(lossSum)) throw notFinite(state, indices, forward.losses, config);
    const objective = inStep(state, () => applyLoss(loss, forward.losses, weights, training));
    // Before the backward pass: the engine may then overwrite the losses.
    record(ledger, state.sums, indices, labels, forward, weights, state.epoch >= countFrom);
    const { correct } = forward;
    const backwardBegin = performance.now();

    const selected = engine.backward(weights, lr);
    const end = performance.now();

    const { sums } = state;
    sums.examples += indices.length;
    sums.loss += lossSum;
    sums.objective += objective * indices.length;
    sums.correct += correct;
    sums.selected += selected;
    sums.forwardSeconds += (forwardEnd - begin) / 1000;
    sums.backwardSeconds += (end - backwardBegin) / 1000;
    sums.trainSeconds += (end - begin) / 1000;
    const batch = state.batch++;
    const steps = ++state.step;
    state.lossRandom = [...random.state()];
    return {
      type: "step",
      epoch: state.epoch,
      steps,
      batch,
      batches: batchesIn(order.length, batchSize),
      examples: indices.length,
      seen,
      epochExamples: order.length,
      objective,
      meanLoss: lossSum / indices.length,
      selected,
      correct,
      epochMeanLoss: sums.loss / sums.examples,
      epochObjective: sums.objective / sums.examples,
      epochKeptFraction: sums.selected / sums.examples,
      scheduledFraction: training.keptFraction,
      lr,
    };
  };

  function trainingState(): TrainingState {
    const { step, epoch, trainAccuracy } = state;
    return { step, epoch, trainAccuracy, keptFraction: scheduledFraction(schedule, state), random, arrays };
  }
}

/** The kept fraction that a schedule has put in force; undefined: the loss's own. */
export function scheduledFraction(schedule: Schedule | undefined, state: LoopState): number | undefined {
  return schedule && keptFractionAt(schedule, state.epoch, state.trainAccuracy);
}

/** In double precision and in order: the same losses give the same bits. */
function sum(losses: Float32Array): number {
  let total = 0;
  for (let i = 0; i < losses.length; i++) total += losses[i];
  return total;
}

/** Says where in the run the loss broke its contract, or threw. */
function inStep(state: LoopState, work: () => number): number {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RunError || error instanceof InputError)) throw error;
    throw new RunError(`${placeOf(state)}: ${error.message}`, { cause: error.cause ?? error });
  }
}

function placeOf({ epoch, batch, step }: LoopState): string {
  return `epoch ${epoch}, batch ${batch} (step ${step})`;
}

function notFinite(
  state: LoopState,
  indices: Uint32Array,
  losses: Float32Array,
  config: StepOptions["config"],
): DivergedError {
  const bad = losses.findIndex((loss) => !Number.isFinite(loss));
  const cause = `the loss of training example ${indices[bad]} is ${losses[bad]}`;
  return new DivergedError(`${placeOf(state)}: ${cause}. Training ends here; ${smallerRate(config)}.`);
}
