import { randomUUID } from "node:crypto";
import { checkpointTensors, unusableTensor } from "../checkpoint/checkpoint-tensors.js";
import { DivergedError } from "../errors/errors.js";
import type { TrainEvent } from "../train/events.js";
import { smallerRate } from "../train/learning-rate.js";
import { trainLoop } from "../train/loop.js";
import { runFinished } from "../train/run-finished.js";
import type { TrainedModel } from "../train/trained-model.js";
import { version } from "../version.js";
import type { PreparedTraining } from "./prepare.js";

/** A run that writes nothing: its last event holds the model. */
export async function* trainInMemory(
  prepare: () => Promise<PreparedTraining>,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainEvent, void> {
  const prepared = await prepare();
  const { config, data, derived, engine, progress, started } = prepared;
  try {
    const id = randomUUID();
    yield { ...started, id, folder: undefined };
    yield* trainLoop({ ...prepared, signal });
    const { classes, sha256: dataSha256 } = data;
    const run = { id, version, config, classes, dataSha256, derivedSha256: derived?.sha256 };
    const model: TrainedModel = { ...progress, ...run, engine: engine.readState() };
    requireFinite(model);
    yield { ...runFinished(progress.loop, config.epochs, classes, undefined), model };
  } finally {
    await engine.dispose();
  }
}

function requireFinite(model: TrainedModel): void {
  const unusable = unusableTensor(checkpointTensors(model));
  if (unusable === undefined) return;
  const problem = `training has diverged, the model's numbers are no longer finite (first: ${unusable})`;
  throw new DivergedError(`after ${model.loop.step} steps: ${problem}; ${smallerRate(model.config)}`);
}
