import { loadCheckpoint } from "../checkpoint/read-checkpoint.js";
import { InputError } from "../errors/errors.js";
import { shortened } from "../errors/shortened.js";
import { requireSizes } from "../model/net.js";
import type { TrainedModel } from "../train/trained-model.js";
import { findRun } from "./find-run.js";

/** A trained model: a run's folder, its name below runs/, a model file, or the model of a run without a folder. */
export type ModelSource = string | TrainedModel;

export interface OpenedModel {
  /** the model file, absolute; `memory` for one in memory */
  readonly model: string;
  readonly checkpoint: TrainedModel;
}

/** @param run undefined: the latest run that finished @throws InputError when there is no such model */
export async function openModel(run?: ModelSource): Promise<OpenedModel> {
  if (typeof run === "object" && run !== null) {
    requireModel(run);
    return { model: "memory", checkpoint: run };
  }
  if (run !== undefined && typeof run !== "string") {
    throw new InputError(
      `run: expected a run's folder, or the model of a finished event, got ${shortened(String(run))}`,
    );
  }
  const { model } = await findRun(run);
  return { model, checkpoint: await loadCheckpoint(model) };
}

function requireModel({ engine, config, classes, loop, ledger }: TrainedModel): void {
  const parts: readonly unknown[] = [engine?.parameters, config, classes, loop, ledger];
  if (parts.includes(undefined)) {
    throw new InputError("run: expected a run's folder, or the model of a finished event; this object is neither");
  }
  requireSizes("run: parameters", engine.parameters, classes);
}
