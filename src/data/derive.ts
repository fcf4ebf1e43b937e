import { createHash } from "node:crypto";
import { SettingError } from "../errors/errors.js";
import { imagePixels } from "../model/net.js";
import { createRandom, type RandomStream } from "../random.js";
import { firstIndices } from "./batches.js";
import type { Dataset } from "./dataset.js";
import { type LabelNoiseKind, noisyLabels } from "./label-noise.js";
import { longTailCounts } from "./long-tail.js";
import { classCounts, pick } from "./pick.js";
import { subsetCounts } from "./subset.js";

/** The settings that a training set is derived by; with none of them it stays as it is. */
export interface Derivation {
  /** size of a subset in which the classes keep their proportions */
  readonly trainExamples?: number | undefined;
  /** factor of a long tail, >= 1 */
  readonly imbalance?: number | undefined;
  /** share of the labels that are replaced, in [0, 1) */
  readonly labelNoise?: number | undefined;
  /** undefined: symmetric */
  readonly labelNoiseKind?: LabelNoiseKind | undefined;
}

/** What was derived. Every field is plain JSON. */
export interface Derived extends Derivation {
  /** training examples of the original set */
  readonly from: number;
  /** [classes] training examples of each class, by their original labels */
  readonly perClass: readonly number[];
  readonly labelsChanged: number;
  /** of the indices in the original set (32 bits each, little-endian), then the labels; lower-case hex */
  readonly sha256: string;
}

/**
 * Derives a training set: a subset, of that a long tail, of that one with wrong labels. Each draws from a stream of its
 * own of the seed, so the same settings and seed give the same set, whatever the loss. Examples keep their order.
 * @throws SettingError for more examples than there are, for a class that would have none, for noise on two classes,
 * and for a kind of noise without noise
 */
export function deriveTraining(
  original: Dataset,
  classes: number,
  { trainExamples, imbalance, labelNoise, labelNoiseKind }: Derivation,
  seed: number,
): { readonly train: Dataset; readonly derived: Derived | undefined } {
  requireShare(labelNoise, labelNoiseKind);
  if (trainExamples === undefined && imbalance === undefined && labelNoise === undefined) {
    return { train: original, derived: undefined };
  }
  const counts = classCounts(original.labels, classes);
  const present = [...counts.keys()].filter((label) => counts[label] > 0);
  let indices = firstIndices(original.count);
  let trueLabels = original.labels;
  const keep = (setting: keyof Derivation, stream: RandomStream, perClass: readonly number[]) => {
    requireEach(setting, present, perClass);
    const kept = pick(trueLabels, perClass, createRandom(seed, stream));
    indices = kept.map((place) => indices[place]);
    trueLabels = new Uint8Array(indices.length).map((_, place) => original.labels[indices[place]]);
  };
  if (trainExamples !== undefined) {
    requireEnough(original.count, trainExamples);
    keep("trainExamples", "subset", subsetCounts(counts, trainExamples));
  }
  if (imbalance !== undefined) {
    keep("imbalance", "long tail", longTailCounts(classCounts(trueLabels, classes), imbalance));
  }
  let labels = trueLabels;
  if (labelNoise !== undefined) {
    requireThree(present.length);
    labels = noisyLabels(labels, present, labelNoise, labelNoiseKind, createRandom(seed, "label noise"));
  }
  const derived = {
    trainExamples,
    imbalance,
    labelNoise,
    labelNoiseKind,
    from: original.count,
    perClass: classCounts(trueLabels, classes),
    labelsChanged: labels.reduce((changed, label, index) => changed + Number(label !== trueLabels[index]), 0),
    sha256: digestOf(indices, labels),
  };
  const images = imagesOf(original, indices);
  return { train: { images, labels, count: indices.length, origin: { indices, labels: trueLabels } }, derived };
}

/** The pixels of all examples are not copied; of others, examples that follow each other are copied at once. */
function imagesOf({ images, count }: Dataset, indices: Uint32Array): Uint8Array {
  if (indices.length === count) return images;
  const kept = new Uint8Array(indices.length * imagePixels);
  let begin = 0;
  for (let end = 1; end <= indices.length; end++) {
    if (end < indices.length && indices[end] === indices[end - 1] + 1) continue;
    kept.set(images.subarray(indices[begin] * imagePixels, (indices[end - 1] + 1) * imagePixels), begin * imagePixels);
    begin = end;
  }
  return kept;
}

function digestOf(indices: Uint32Array, labels: Uint8Array): string {
  const words = Buffer.alloc(4 * indices.length);
  for (let place = 0; place < indices.length; place++) words.writeUInt32LE(indices[place], 4 * place);
  return createHash("sha256").update(words).update(labels).digest("hex");
}

function requireShare(labelNoise: number | undefined, kind: LabelNoiseKind | undefined): void {
  if (kind === undefined || labelNoise !== undefined) return;
  throw new SettingError("labelNoiseKind", `${kind} goes with a share of label noise, and there is none`);
}

function requireEnough(available: number, count: number): void {
  if (count <= available) return;
  throw new SettingError("trainExamples", `the data has ${available} training examples, got ${count}`);
}

function requireEach(setting: keyof Derivation, present: readonly number[], perClass: readonly number[]): void {
  const empty = present.find((label) => perClass[label] === 0);
  if (empty === undefined) return;
  const advice = setting === "imbalance" ? "a smaller factor keeps some" : "a larger subset has some";
  throw new SettingError(setting, `no examples of class ${empty} would be left; ${advice}`);
}

function requireThree(classes: number): void {
  if (classes > 2) return;
  const problem = `expected examples of at least 3 classes, got ${classes}`;
  throw new SettingError("labelNoise", `${problem}: with two, a wrong label is always the other class`);
}
