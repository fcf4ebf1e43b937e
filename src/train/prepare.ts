import type { ResolvedConfig } from "../config/settings.js";
import type { LoadedData } from "../data/dataset.js";
import { loadData } from "../data/load.js";
import { defaultAdam, type Engine, type EngineState } from "../engine/engine.js";
import { createEngine } from "../engine/select.js";
import type { Loss } from "../losses/loss.js";
import { lossSpec, parseLoss } from "../losses/registry.js";
import { createSchedule, type Schedule } from "../losses/schedule.js";
import { initialParameters } from "../model/initialize.js";
import { mapParameters, parameterCount, parameterSizes } from "../model/net.js";
import { createRandom } from "../random.js";
import { version } from "../version.js";
import type { RunStarted } from "./events.js";

/** All that a training needs before it writes anything. */
export interface PreparedTraining {
  readonly loss: Loss;
  /** of the kept fraction; undefined: the loss's own from the start */
  readonly schedule: Schedule | undefined;
  readonly data: LoadedData;
  /** to be disposed */
  readonly engine: Engine;
  readonly batchSize: number;
  readonly started: Omit<RunStarted, "folder">;
}

/**
 * Checks the settings, loads the data and makes the engine.
 * @throws InputError for whatever the person can mend, before anything is written
 */
export async function prepareTraining(config: ResolvedConfig): Promise<PreparedTraining> {
  const loss = parseLoss(config.loss);
  const schedule = createSchedule(loss, config);
  const data = await loadData(config.data);
  const { train, test, classes } = data;
  const batchSize = Math.min(config.batchSize, train.count);
  const adam = { ...defaultAdam, learningRate: config.lr };
  const initial = initialState(classes, config.seed);
  const { engine, reason } = await createEngine(
    config.engine,
    { train, test, classes, batchSize, adam, initial },
    config.threads,
  );
  const started = {
    type: "run",
    version,
    loss: lossSpec(loss),
    engine: { name: engine.name, description: engine.description, reason },
    data: { name: data.name, train: train.count, test: test.count, classes },
    parameters: parameterCount(classes),
    epochs: config.epochs,
    batchSize,
    learningRate: config.lr,
    seed: config.seed,
  } as const;
  return { loss, schedule, data, engine, batchSize, started };
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
