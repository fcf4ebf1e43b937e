import type { Comparison } from "../../compare/comparison.js";
import type { Origin } from "../../compare/origin.js";
import { flagOf } from "../../config/settings.js";
import { formatCount, formatCountOf } from "../numbers.js";

/** What the verdict below it is about, in one line: data, settings, seeds and version. */
export function originLine({ origin, seeds }: Comparison): string {
  if (origin === null) return "Data, settings and command: not recorded";
  const { data, settings, versions } = origin;
  const set = `${data.name ?? "a folder's data"} (SHA-256 ${data.sha256.slice(0, 8)}...)`;
  return [
    `Trained on ${[set, ...derivation(settings)].join(", ")}`,
    recipe(settings),
    `seeds ${seedsText(seeds)}`,
    `ohem ${versions.join(", ")}`,
  ].join("; ");
}

/** The command that trains and judges the same again. */
export function repeatLine({ origin }: Comparison): string[] {
  return origin === null ? [] : [`To repeat it: ${origin.command}`];
}

function derivation({ trainExamples, imbalance, labelNoise, labelNoiseKind = "symmetric" }: Origin["settings"]) {
  return [
    ...(trainExamples === undefined ? [] : [`${formatCount(trainExamples)} training examples`]),
    ...(imbalance === undefined ? [] : [`a long tail of factor ${imbalance}`]),
    ...(labelNoise === undefined ? [] : [`labels replaced with probability ${labelNoise} (${labelNoiseKind})`]),
  ];
}

/** What contestants that are files do not share is theirs. */
function recipe({ epochs, lr, lrSchedule, batchSize, warmupEpochs, annealEpochs, keepAt }: Origin["settings"]): string {
  const rate = lr === undefined ? "learning rates of their own" : `learning rate ${lr}`;
  const schedule = lrSchedule === undefined ? "schedules of their own" : lrSchedule;
  return [
    ...(epochs === undefined ? [] : [`${formatCountOf(epochs, "epoch")}`]),
    `${rate} (${schedule})`,
    batchSize === undefined ? "batches of their own" : `batches of ${batchSize}`,
    ...(warmupEpochs ? [`${flagOf("warmupEpochs")} ${warmupEpochs}`] : []),
    ...(annealEpochs ? [`${flagOf("annealEpochs")} ${annealEpochs}`] : []),
    ...(keepAt === undefined ? [] : [`${flagOf("keepAt")} ${keepAt}`]),
  ].join(", ");
}

/** "0 to 19", or one by one where some are left out. */
export function seedsText(seeds: readonly number[]): string {
  const [first, last] = [seeds[0], seeds.at(-1)!];
  return last - first + 1 === seeds.length ? `${first} to ${last}` : seeds.join(", ");
}
