import type { ResolvedConfig } from "../config/settings.js";
import { loadData } from "../data/load.js";
import type { EngineState } from "../engine/engine.js";
import { defaultAdam } from "../engine/engine.js";
import { createEngine } from "../engine/select.js";
import { lossSpec, parseLoss } from "../losses/registry.js";
import { initialParameters } from "../model/initialize.js";
import { mapParameters, parameterCount, parameterSizes } from "../model/net.js";
import { createRandom } from "../random.js";
import { version } from "../version.js";
import { type Checkpoint, saveCheckpoint } from "./checkpoint.js";
import { emptySums } from "./epoch-sums.js";
import type { EvaluationDone, RunFinished, TrainEvent } from "./events.js";
import { trainLoop } from "./loop.js";
import type { LoopState } from "./loop-state.js";
import { createRunFolder } from "./run-folder.js";

export interface TrainOptions {
  /** an abort stops the run after the step under way, with its checkpoint written */
  readonly signal?: AbortSignal;
}

/**
 * Trains the net as `config` says and yields what happens. The run's folder is made when everything that can be checked has been.
 * @throws InputError for settings and data, RunError for a failure in the run
 */
export async function* train(config: ResolvedConfig, { signal }: TrainOptions = {}): AsyncGenerator<TrainEvent, void> {
  const loss = parseLoss(config.loss);
  const data = await loadData(config.data);
  const { classes } = data;
  const adam = { ...defaultAdam, learningRate: config.lr };
  const batchSize = Math.min(config.batchSize, data.train.count);
  const initial = initialState(classes, config.seed);
  const { engine, reason } = await createEngine(
    config.engine,
    { train: data.train, test: data.test, classes, batchSize, adam, initial },
    config.threads,
  );
  try {
    const { name, description } = engine;
    const folder = await createRunFolder({ config, engine: { name, description, reason } });
    try {
      yield {
        type: "run",
        version,
        folder: folder.path,
        loss: lossSpec(loss),
        engine: { name, description, reason },
        data: { name: data.name, train: data.train.count, test: data.test.count, classes },
        parameters: parameterCount(classes),
        epochs: config.epochs,
        batchSize,
        seed: config.seed,
      };
      const state = initialLoopState(config.seed);
      const arrays = new Map<string, Float32Array>();
      const save = async (): Promise<string> => {
        const checkpoint: Checkpoint = { version, config, classes, engine: engine.readState(), loop: state, arrays };
        await saveCheckpoint(folder.model, checkpoint);
        return folder.model;
      };
      let trainSeconds = 0;
      let evaluation: EvaluationDone | undefined;
      const { epochs, evalEvery, lr: learningRate } = config;
      const loop = { engine, data, loss, epochs, batchSize, learningRate, evalEvery, state, arrays, signal, save };
      for await (const event of trainLoop(loop)) {
        if (event.type === "epoch") trainSeconds += event.trainSeconds;
        if (event.type === "evaluation") evaluation = event;
        yield event;
      }
      const complete = state.epoch === epochs;
      if (complete) await folder.nameLatest();
      else yield { type: "checkpoint", epoch: state.epoch, steps: state.step, file: await save() };
      const finished: RunFinished = {
        type: "finished",
        complete,
        epochs: state.epoch,
        steps: state.step,
        trainSeconds: trainSeconds + state.sums.trainSeconds,
        testAccuracy: evaluation?.testAccuracy,
        testLoss: evaluation?.testLoss,
      };
      yield finished;
    } finally {
      await folder.close();
    }
  } finally {
    await engine.dispose();
  }
}

function initialState(classes: number, seed: number): EngineState {
  const sizes = parameterSizes(classes);
  const zeros = () => mapParameters((name) => new Float32Array(sizes[name]));
  return {
    step: 0,
    parameters: initialParameters(classes, createRandom(seed, "weights")),
    firstMoments: zeros(),
    secondMoments: zeros(),
  };
}

function initialLoopState(seed: number): LoopState {
  return {
    epoch: 0,
    batch: 0,
    step: 0,
    shuffle: [...createRandom(seed, "batches").state()],
    lossRandom: [...createRandom(seed, "loss").state()],
    sums: emptySums(),
  };
}
