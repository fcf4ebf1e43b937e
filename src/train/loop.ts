import { batchesIn, shuffledIndices } from "../data/batches.js";
import type { LoadedData } from "../data/dataset.js";
import { restoreRandom } from "../random.js";
import { epochDone } from "./epoch-done.js";
import { emptySums } from "./epoch-sums.js";
import { evaluate } from "./evaluation.js";
import type { CheckpointWritten, EpochDone, EvaluationDone, StepDone } from "./events.js";
import { createPause } from "./pause.js";
import { createStep, type StepOptions, scheduledFraction } from "./step.js";
import { measureUpdateSeconds } from "./update-cost.js";

export interface LoopOptions extends StepOptions {
  readonly data: LoadedData;
  readonly epochs: number;
  /** evaluate after every this many epochs (0: never between), and always after the last */
  readonly evalEvery: number;
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
    const finished = epochDone(state, batches, scheduledFraction(options.schedule, state), updateSeconds);
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
