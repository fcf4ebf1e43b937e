import type { Engine } from "../engine/engine.js";
import { RunError } from "../errors/errors.js";
import type { Loss, TrainingState } from "../losses/loss.js";
import { keptFractionAt, type Schedule } from "../losses/schedule.js";
import { restoreRandom } from "../random.js";
import { sumLosses } from "./epoch-sums.js";
import type { StepDone } from "./events.js";
import { type ExampleRecords, record } from "./ledger.js";
import type { LoopState } from "./state.js";

export interface StepOptions {
  readonly engine: Engine;
  readonly loss: Loss;
  /** of the kept fraction; undefined: the loss's own from the start */
  readonly schedule: Schedule | undefined;
  readonly batchSize: number;
  readonly lr: number;
  /** where the loop stands; it is moved on in place, and between two events it is a complete state to go on from */
  readonly state: LoopState;
  /** arrays that the loss keeps */
  readonly arrays: Map<string, Float32Array>;
  readonly records: ExampleRecords;
}

/**
 * Makes the function that does one training step on the state's next batch of `order`: forward, loss, backward of the selected examples with Adam. It moves
 * the state on.
 */
export function createStep(options: StepOptions): (order: Uint32Array, batches: number) => StepDone {
  const { engine, loss, schedule, batchSize, lr, state, arrays, records } = options;
  const random = restoreRandom(state.lossRandom);
  const batchWeights = new Float32Array(batchSize);
  const training: TrainingState = {
    step: 0,
    epoch: 0,
    trainAccuracy: undefined,
    keptFraction: undefined,
    random,
    arrays,
  };

  return (order, batches) => {
    const seen = state.batch * batchSize;
    const indices = order.subarray(seen, seen + batchSize);
    const size = indices.length;
    const start = performance.now();
    const forward = engine.forward(indices);
    const { correct } = forward;
    const lossesKnown = performance.now();
    const lossSum = sumLosses(forward);
    training.step = state.step;
    training.epoch = state.epoch;
    training.trainAccuracy = state.trainAccuracy;
    training.keptFraction = scheduledFraction(schedule, state);
    const weights = batchWeights.subarray(0, size);
    const objective = Number.isFinite(lossSum) ? loss.apply(forward.losses, weights, training) : Number.NaN;
    if (!Number.isFinite(objective)) throw notFinite(state, indices, forward.losses, lr);
    record(records, indices, forward, weights);
    const weighed = performance.now();
    const selected = engine.backward(weights, lr);
    const end = performance.now();

    const { sums } = state;
    sums.examples += size;
    sums.loss += lossSum;
    sums.objective += objective * size;
    sums.correct += correct;
    sums.selected += selected;
    sums.forwardSeconds += (lossesKnown - start) / 1000;
    sums.backwardSeconds += (end - weighed) / 1000;
    sums.trainSeconds += (end - start) / 1000;
    const event: StepDone = {
      type: "step",
      epoch: state.epoch,
      steps: state.step + 1,
      batch: state.batch,
      batches,
      examples: size,
      seen,
      epochExamples: order.length,
      objective,
      meanLoss: lossSum / size,
      selected,
      correct,
      epochMeanLoss: sums.loss / sums.examples,
      epochObjective: sums.objective / sums.examples,
      epochKeptFraction: sums.selected / sums.examples,
      scheduledFraction: training.keptFraction,
    };
    state.batch++;
    state.step++;
    state.lossRandom = [...random.state()];
    return event;
  };
}

/** The kept fraction that a schedule has put in force; undefined: the loss's own. */
export function scheduledFraction(schedule: Schedule | undefined, state: LoopState): number | undefined {
  return schedule && keptFractionAt(schedule, state.epoch, state.trainAccuracy);
}

function notFinite(state: LoopState, indices: Uint32Array, losses: Float32Array, lr: number): RunError {
  const bad = losses.findIndex((loss) => !Number.isFinite(loss));
  const what =
    bad < 0 ? "the objective is not finite" : `the loss of training example ${indices[bad]} is ${losses[bad]}`;
  return new RunError(
    `epoch ${state.epoch}, batch ${state.batch} (step ${state.step}): ${what}. Training ends here; try a smaller learning rate than ${lr} (--lr).`,
  );
}
