import { batchesIn, shuffledIndices } from "../data/batches.js";
import type { LoadedData } from "../data/dataset.js";
import type { Engine } from "../engine/engine.js";
import { RunError } from "../errors.js";
import type { Loss, TrainingState } from "../losses/loss.js";
import { keptFractionAt, type Schedule } from "../losses/schedule.js";
import { restoreRandom } from "../random.js";
import { type EpochSums, emptySums, sumLosses } from "./epoch-sums.js";
import { evaluate } from "./evaluate.js";
import type { CheckpointWritten, EpochDone, EvaluationDone, StepDone } from "./events.js";
import { type ExampleRecords, record } from "./example-records.js";
import type { LoopState } from "./loop-state.js";
import { createPause } from "./pause.js";
import { measureUpdateSeconds } from "./update-cost.js";

export interface LoopOptions {
  readonly engine: Engine;
  readonly data: LoadedData;
  readonly loss: Loss;
  /** of the kept fraction; undefined: the loss's own from the start */
  readonly schedule: Schedule | undefined;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** evaluate after every this many epochs (0: never between), and always after the last */
  readonly evalEvery: number;
  /** where the loop stands; it is moved on in place, and between two events it is a complete state to go on from */
  readonly state: LoopState;
  /** arrays that the loss keeps */
  readonly arrays: Map<string, Float32Array>;
  readonly records: ExampleRecords;
  readonly signal: AbortSignal | undefined;
  /** steps from one checkpoint to the next; undefined: one after every epoch. There is always one after the last epoch. */
  readonly checkpointEvery: number | undefined;
  /** writes the state. @returns the file */
  readonly save: () => Promise<string>;
}

type LoopEvent = StepDone | EpochDone | EvaluationDone | CheckpointWritten;

/**
 * Trains from `state` to the end of the last epoch, or until the signal aborts, which it honours within a step.
 * @throws RunError when a loss or the objective stops being finite
 */
export async function* trainLoop(options: LoopOptions): AsyncGenerator<LoopEvent, void> {
  const { engine, epochs, state, signal, checkpointEvery } = options;
  const step = createStep(options);
  const pause = createPause();
  let updateSeconds: number | undefined;
  while (state.epoch < epochs) {
    const started = performance.now();
    const random = restoreRandom(state.shuffle);
    const order = shuffledIndices(options.data.train.count, random);
    state.sums.trainSeconds += (performance.now() - started) / 1000;
    const batches = batchesIn(order.length, options.batchSize);
    while (state.batch < batches) {
      if (signal?.aborted) return;
      yield step(order, batches);
      const due = checkpointEvery !== undefined && state.step % checkpointEvery === 0;
      if (due && state.batch < batches) yield await checkpoint(options);
      await pause();
    }
    if (state.sums.selected < state.sums.examples) updateSeconds ??= measureUpdateSeconds(engine, options.batchSize);
    const finished = epochEvent(state, batches, scheduledFraction(options), updateSeconds);
    state.trainAccuracy = finished.trainAccuracy;
    state.epochs.push(finished);
    state.epoch++;
    state.batch = 0;
    state.shuffle = [...random.state()];
    state.sums = emptySums();
    yield finished;
    const last = state.epoch === epochs;
    if (last || (options.evalEvery > 0 && state.epoch % options.evalEvery === 0)) {
      const evaluation = await evaluateNow(options);
      state.evaluations.push(evaluation);
      yield evaluation;
    }
    // Last, so that whoever goes on from the checkpoint has lost nothing of the epoch.
    const due = checkpointEvery === undefined || state.step % checkpointEvery === 0;
    if (last || due) yield await checkpoint(options);
  }
}

async function checkpoint({ state, save }: LoopOptions): Promise<CheckpointWritten> {
  return { type: "checkpoint", epoch: state.epoch, steps: state.step, file: await save() };
}

async function evaluateNow({ engine, data, state }: LoopOptions): Promise<EvaluationDone> {
  const { accuracy, loss, correct, examples, seconds } = await evaluate(engine, "test", data.test, data.classes);
  const { epoch, step: steps } = state;
  return {
    type: "evaluation",
    epoch: epoch - 1,
    steps,
    testAccuracy: accuracy,
    testLoss: loss,
    correct,
    examples,
    seconds,
  };
}

/** One training step: forward, loss, backward of the selected examples with Adam. Moves the state on. */
function createStep(options: LoopOptions) {
  const { engine, data, loss, batchSize, learningRate, state, arrays, records } = options;
  const random = restoreRandom(state.lossRandom);
  const weights = new Float32Array(batchSize);
  const training: TrainingState = {
    step: 0,
    epoch: 0,
    trainAccuracy: undefined,
    keptFraction: undefined,
    random,
    arrays,
  };

  return (order: Uint32Array, batches: number): StepDone => {
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
    training.keptFraction = scheduledFraction(options);
    const gradient = weights.subarray(0, size);
    const objective = Number.isFinite(lossSum) ? loss.apply(forward.losses, gradient, training) : Number.NaN;
    if (!Number.isFinite(objective)) throw notFinite(state, indices, forward.losses, learningRate);
    const weighed = performance.now();
    const selected = engine.backward(gradient);
    const end = performance.now();
    record(records, indices, forward, gradient);

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
      step: state.step,
      batch: state.batch,
      batches,
      size,
      seen,
      examples: data.train.count,
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

function scheduledFraction({ schedule, state }: LoopOptions): number | undefined {
  return schedule && keptFractionAt(schedule, state.epoch, state.trainAccuracy);
}

function epochEvent(
  { epoch, step, sums }: { epoch: number; step: number; sums: EpochSums },
  batches: number,
  scheduled: number | undefined,
  updateSeconds: number | undefined,
): EpochDone {
  return {
    type: "epoch",
    epoch,
    steps: step,
    trainSeconds: sums.trainSeconds,
    examplesPerSecond: sums.examples / Math.max(sums.trainSeconds, Number.EPSILON),
    meanLoss: sums.loss / sums.examples,
    objective: sums.objective / sums.examples,
    trainAccuracy: sums.correct / sums.examples,
    keptFraction: sums.selected / sums.examples,
    scheduledFraction: scheduled,
    forwardExamples: sums.examples,
    backwardExamples: sums.selected,
    forwardSeconds: sums.forwardSeconds,
    backwardSeconds: sums.backwardSeconds,
    savedSeconds: savedSeconds(sums, batches, updateSeconds),
  };
}

/** Skipped examples times what the backward pass of an example cost in this epoch, Adam's part taken off. */
function savedSeconds(sums: EpochSums, batches: number, updateSeconds: number | undefined): number | undefined {
  if (updateSeconds === undefined) return 0;
  if (sums.selected === 0) return undefined;
  const backward = Math.max(0, sums.backwardSeconds - batches * updateSeconds);
  return ((sums.examples - sums.selected) * backward) / sums.selected;
}

function notFinite(state: LoopState, indices: Uint32Array, losses: Float32Array, learningRate: number): RunError {
  const bad = losses.findIndex((loss) => !Number.isFinite(loss));
  const what =
    bad < 0 ? "the objective is not finite" : `the loss of training example ${indices[bad]} is ${losses[bad]}`;
  return new RunError(
    `epoch ${state.epoch}, batch ${state.batch} (step ${state.step}): ${what}. Training ends here; try a smaller learning rate than ${learningRate} (--lr).`,
  );
}
