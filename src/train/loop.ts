import type { ResolvedConfig } from "../config/settings.js";
import { batchesIn, shuffledIndices } from "../data/batches.js";
import type { LoadedData } from "../data/dataset.js";
import { restoreRandom } from "../random.js";
import { epochDone } from "./epoch-done.js";
import { evaluate } from "./evaluation.js";
import type { CheckpointWritten, EpochDone, EvaluationDone, NoiseFound, StepDone } from "./events.js";
import { learningRateAt } from "./learning-rate.js";
import { keepLosses } from "./loss-history.js";
import { findNoise } from "./noise.js";
import { createPause } from "./pause.js";
import { emptySums, type LoopState } from "./state.js";
import { createStep, type StepOptions, scheduledFraction } from "./step.js";
import { excludeStops } from "./stops.js";
import { measureUpdateSeconds } from "./update-cost.js";

export interface LoopOptions extends StepOptions {
  readonly data: Pick<LoadedData, "train" | "test" | "classes">;
  /** Evaluation (every so many epochs) and checkpoints (steps) are done after the last epoch too. */
  readonly config: Pick<ResolvedConfig, "epochs" | "lr" | "lrSchedule" | "evalEvery" | "checkpointEvery">;
  /** stops the loop after the step under way */
  readonly signal?: AbortSignal | undefined;
  /** writes the state; undefined: nothing is written */
  readonly checkpoint?: (() => Promise<CheckpointWritten>) | undefined;
}

type LoopEvent = StepDone | EpochDone | NoiseFound | EvaluationDone | CheckpointWritten;

/**
 * Trains from where `progress` is to the end of the last epoch, or until the signal aborts.
 * @throws DivergedError when the loss of an example stops being finite, RunError for a `Loss` that breaks its contract
 */
export async function* trainLoop(options: LoopOptions): AsyncGenerator<LoopEvent, void> {
  const { engine, data, loss, schedule, batchSize, config, signal, checkpoint } = options;
  const { epochs, evalEvery, checkpointEvery } = config;
  const { loop: state, ledger } = options.progress;
  const batches = batchesIn(data.train.count, batchSize);
  const rateOf = (step: number) => learningRateAt(config.lrSchedule, config.lr, step / (epochs * batches));
  const step = createStep(options);
  const pause = createPause();
  const stops = excludeStops();
  let updateSeconds: number | undefined;

  while (state.epoch < epochs) {
    stops.count(state.sums);
    const begin = performance.now();
    const random = restoreRandom(state.shuffle);
    const order = shuffledIndices(data.train.count, random);
    state.sums.trainSeconds += (performance.now() - begin) / 1000;

    while (state.batch < batches) {
      if (signal?.aborted) return;
      if (state.batch === 0 && state.epoch > 0) keepLosses(ledger.lossHistory, ledger.lastLoss, state.epoch - 1);
      const trained = step(order, rateOf(state.step));
      const turn = pause();
      if (turn !== undefined) {
        await turn;
        stops.correct(state.sums);
      }
      yield { ...trained, epochSeconds: state.sums.trainSeconds };
      const due = checkpointEvery !== undefined && state.step % checkpointEvery === 0;
      if (checkpoint && due && state.batch < batches) yield await checkpoint();
    }

    if (state.sums.selected < state.sums.examples) updateSeconds ??= measureUpdateSeconds(engine, batchSize);
    const inForce = { scheduledFraction: scheduledFraction(schedule, state), lr: rateOf(state.step - 1) };
    const done = epochDone(state, batches, inForce, updateSeconds);
    const noise = state.noise === undefined ? findNoise(loss, state, data.classes) : undefined;
    if (noise !== undefined) state.noise = noise;
    beginNextEpoch(state, done, random.state());
    yield done;
    if (noise !== undefined) yield noise;

    const last = state.epoch === epochs;
    if (last || (evalEvery > 0 && state.epoch % evalEvery === 0)) {
      const { confusion: _, ...figures } = await evaluate(engine, data.test, data.classes);
      const evaluation = { type: "evaluation", epoch: done.epoch, steps: done.steps, ...figures } as const;
      state.evaluations.push(evaluation);
      yield evaluation;
    }
    // After the evaluation: resuming from the checkpoint loses nothing of the epoch.
    const due = last || checkpointEvery === undefined || state.step % checkpointEvery === 0;
    if (checkpoint && due) yield await checkpoint();
  }
}

function beginNextEpoch(state: LoopState, done: EpochDone, shuffle: readonly number[]): void {
  state.epochs.push(done);
  state.trainAccuracy = done.trainAccuracy;
  state.epoch++;
  state.batch = 0;
  state.shuffle = [...shuffle];
  state.sums = emptySums();
}
