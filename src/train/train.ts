import type { ResolvedConfig } from "../config/settings.js";
import { createRandom } from "../random.js";
import { metricsLines } from "../report/metrics.js";
import { version } from "../version.js";
import { saveCheckpoint } from "./checkpoint.js";
import { emptySums } from "./epoch-sums.js";
import type { EvaluationDone, RunFinished, TrainEvent } from "./events.js";
import { emptyRecords, recordsCsv } from "./example-records.js";
import { trainLoop } from "./loop.js";
import type { LoopState } from "./loop-state.js";
import { type PreparedTraining, prepareTraining } from "./prepare.js";
import { createRunFolder, type RunFolder } from "./run-folder.js";
import { writeFileWhole } from "./write-file.js";

export interface TrainOptions {
  /** an abort stops the run after the step under way, with its checkpoint written */
  readonly signal?: AbortSignal;
}

/**
 * Trains the net as `config` says, and yields what happens as it happens. The run's folder is made when everything that can be checked has been; every
 * event is in its metrics.jsonl before it is yielded.
 * @throws InputError for settings and data, RunError for a failure in the run
 */
export async function* train(config: ResolvedConfig, options: TrainOptions = {}): AsyncGenerator<TrainEvent, void> {
  const prepared = await prepareTraining(config);
  try {
    const folder = await createRunFolder(config, prepared.started);
    try {
      const metrics = metricsLines((line) => folder.appendMetrics(line), config.logInterval);
      for await (const event of run(config, prepared, folder, options.signal)) {
        metrics.handle(event);
        yield event;
      }
    } finally {
      await folder.close();
    }
  } finally {
    await prepared.engine.dispose();
  }
}

async function* run(
  config: ResolvedConfig,
  { loss, schedule, data, engine, batchSize, started }: PreparedTraining,
  folder: RunFolder,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainEvent, void> {
  yield { ...started, folder: folder.path };
  const { epochs, evalEvery, lr: learningRate } = config;
  const state = initialLoopState(config.seed);
  const arrays = new Map<string, Float32Array>();
  const records = emptyRecords(data.train.count);
  const save = async (): Promise<string> => {
    const { classes } = data;
    const checkpoint = { version, config, classes, engine: engine.readState(), loop: state, records, arrays };
    await saveCheckpoint(folder.model, checkpoint);
    return folder.model;
  };
  const settings = { loss, schedule, epochs, batchSize, learningRate, evalEvery };
  let trainSeconds = 0;
  let evaluation: EvaluationDone | undefined;
  for await (const event of trainLoop({ engine, data, ...settings, state, arrays, records, signal, save })) {
    if (event.type === "epoch") trainSeconds += event.trainSeconds;
    if (event.type === "evaluation") evaluation = event;
    yield event;
  }
  await writeFileWhole(folder.examples, recordsCsv(records, data.train));
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
