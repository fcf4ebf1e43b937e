import type { Checkpoint } from "../checkpoint.js";
import { modelCard } from "../model-card.js";

/** What an exported model is made from. */
export type ExportSource = Pick<Checkpoint, "version" | "config" | "classes" | "dataSha256" | "engine" | "loop">;

/**
 * The origin of a model, for the metadata of every format, by the names of a model file. The accuracy is left out where
 * the training was stopped before it was measured.
 */
export function describeOrigin(source: ExportSource): Record<string, string> {
  const { version, config, classes, dataSha256, loop } = source;
  const { testAccuracy } = modelCard(source);
  return {
    ohem_version: version,
    data_sha256: dataSha256,
    loss: config.loss,
    seed: String(config.seed),
    step: String(loop.step),
    classes: String(classes),
    ...(testAccuracy === null ? {} : { test_accuracy: String(testAccuracy) }),
  };
}
