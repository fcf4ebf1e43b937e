import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Checkpoint } from "../../src/checkpoint/checkpoint.js";
import { decodeCheckpoint, loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../../src/checkpoint/safetensors.js";
import { sha256 } from "../../src/checkpoint/seal.js";
import { saveCheckpoint } from "../../src/checkpoint/write-checkpoint.js";
import { FileFormatError, InputError, RunError } from "../../src/errors/errors.js";
import { mapParameters } from "../../src/model/net.js";
import { emptyCounts } from "../../src/train/ledger.js";
import { exampleCheckpoint, firstEpochCheckpoint } from "../support/example-checkpoint.js";
import { emptyFolder, listing } from "../support/folder.js";
import { type Forgery, forge } from "../support/forge.js";
import { modelBytes } from "../support/model-bytes.js";

let bytes: Uint8Array;
beforeAll(async () => {
  bytes = await modelBytes();
});

/** Everything, with a digest for the bytes of each array: -0 differs from 0, and large arrays are compared fast. */
function bits({ arrays, engine, ledger, ...rest }: Checkpoint): object {
  const digest = (data: Float32Array) => sha256(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const kinds = [engine.parameters, engine.firstMoments, engine.secondMoments];
  const parameters = kinds.map((kind) => mapParameters((name) => digest(kind[name])));
  return {
    ...rest,
    step: engine.step,
    parameters,
    ledger,
    arrays: [...arrays].map(([name, data]) => [name, digest(data)]).sort(),
  };
}

test.each([2, 10, 256])("a checkpoint of %i classes comes back to the last bit", async (classes) => {
  const checkpoint = exampleCheckpoint({ classes });
  const file = join(emptyFolder(), "model.safetensors");
  await saveCheckpoint(file, checkpoint);
  const { fileSha256, ...read } = await loadCheckpoint(file);
  expect(fileSha256).toBe(sha256(readFileSync(file)));
  expect(bits(read)).toEqual(bits(checkpoint));
  expect(Object.is(read.engine.firstMoments["conv1.bias"][0], -0)).toBe(true);
});

test("in the first epoch there is no accuracy of the epoch before, and none comes back", async () => {
  const read = decodeCheckpoint(await modelBytes(firstEpochCheckpoint()), "model");
  expect(read.loop).not.toHaveProperty("trainAccuracy");
});

test("other readers find PyTorch's names and shapes, how far the run was, and the digest of the tensors' bytes", () => {
  const { tensors, metadata, data } = decodeSafetensors(bytes, "model");
  expect(tensors.get("conv2.weight")).toMatchObject({ shape: [20, 10, 5, 5] });
  expect(tensors.get("exp_avg.fc.weight")).toMatchObject({ shape: [2, 320] });
  expect(tensors.get("exp_avg_sq.fc.bias")).toMatchObject({ shape: [2] });
  expect(tensors.get("loss.selective-backprop.history")).toMatchObject({ shape: [258] });
  expect(metadata).toMatchObject({
    format: "ohem",
    ohem_version: "1.2.3",
    run_id: "0a1b2c3d-0000-4000-8000-123456789abc",
    step: "5",
    epoch: "1",
    batch: "2",
    seed: "7",
    classes: "2",
    loss: "selective-backprop:beta=2",
    data_sha256: "ab".repeat(32),
    sha256: sha256(data),
  });
});

test.each([
  ["a parameter", "parameters", Number.NaN],
  ["a parameter", "parameters", Number.NEGATIVE_INFINITY],
  ["a moment", "firstMoments", Number.POSITIVE_INFINITY],
  ["a second moment", "secondMoments", -1],
] as const)("%s that training cannot continue from is not written: %s %d", async (_, kind, value) => {
  const file = join(emptyFolder(), "model.safetensors");
  await saveCheckpoint(file, exampleCheckpoint());
  const bad = exampleCheckpoint({ seed: 8 });
  bad.engine[kind]["fc.bias"][1] = value;
  const refused = expect(saveCheckpoint(file, bad)).rejects;
  await refused.toThrow(RunError);
  await refused.toThrow(
    /^after 5 steps: training has diverged, .* \(first: \S*fc\.bias\); this model is not written; /,
  );
  await refused.toThrow(/; the one of the checkpoint before stays: .*model\.safetensors\. .*rate than 0\.001\.$/);
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect(listing(join(file, ".."))).toEqual(["model.safetensors"]);
});

test("a state that could not be read again is not written", async () => {
  const { loop, ...rest } = exampleCheckpoint();
  const file = join(emptyFolder(), "model.safetensors");
  const evaluations = [{ ...loop.evaluations[0], testLoss: Number.POSITIVE_INFINITY }];
  const refused = expect(saveCheckpoint(file, { ...rest, loop: { ...loop, evaluations } })).rejects;
  await refused.toThrow(RunError);
  await refused.toThrow("evaluations.0.testLoss: expected a finite number, got Infinity");
  expect(listing(join(file, ".."))).toEqual([]);
});

test("another program's safetensors file is distinguished from a damaged model", () => {
  const foreign = encodeSafetensors(new Map([["w", { shape: [1], data: Float32Array.of(1) }]]), () => ({
    format: "pt",
  }));
  expect(() => decodeCheckpoint(foreign, "m")).toThrow(
    "m: metadata: a safetensors file, but not a model that ohem wrote",
  );
  const damaged = bytes.slice();
  damaged[damaged.length - 1] ^= 1;
  expect(() => decodeCheckpoint(damaged, "m")).toThrow("m: sha256: the file is damaged");
});

const set = (key: string, value: string) => (contents: Forgery) => {
  contents.metadata[key] = value;
};
const remove = (key: string) => (contents: Forgery) => void delete contents.metadata[key];
const setTensor = (name: string, tensor: Tensor) => (contents: Forgery) => void contents.tensors.set(name, tensor);
const setValue = (name: string, value: number) => (contents: Forgery) =>
  void contents.tensors.get(name)!.data.fill(value, 1, 2);
const editJson = (key: "loop" | "config", change: object) => (contents: Forgery) => {
  contents.metadata[key] = JSON.stringify({ ...JSON.parse(contents.metadata[key]), ...change });
};
const f32 = (...shape: number[]): Tensor => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });

const setTensors = (tensors: Record<string, Tensor>) => (contents: Forgery) => {
  for (const [name, tensor] of Object.entries(tensors)) contents.tensors.set(name, tensor);
};
const ledgerTensors = (count: number): Record<string, Tensor> => ({
  "examples.times_selected": { shape: [count], data: new Uint32Array(count) },
  "examples.last_loss": f32(count),
  "examples.last_prediction": { shape: [count], data: new Uint8Array(count) },
  "examples.presentations": { shape: [count], data: new Uint32Array(count) },
  "examples.loss_sum": { shape: [count], data: new Float64Array(count) },
  "examples.times_predicted": { shape: [count, 2], data: new Uint8Array(2 * count) },
  "examples.forgettings": { shape: [count], data: new Uint8Array(count) },
  "examples.loss_by_epoch": { shape: [1, count], data: new Uint8Array(count) },
});

test.each([
  ["a later format", set("format_version", "2"), 'format_version: this ohem reads 1, got "2"'],
  ["no format version", remove("format_version"), "format_version"],
  ["one class", set("classes", "1"), "classes: expected 2 to 256"],
  ["257 classes", set("classes", "257"), "classes: expected 2 to 256"],
  [
    "classes that do not fit the tensors",
    set("classes", "3"),
    "fc.weight: expected F32 of shape [3,320], got F32 of shape [2,320]",
  ],
  ["classes in hexadecimal", set("classes", "0x2"), "classes: expected digits"],
  ["no loop state", remove("loop"), "metadata.loop"],
  ["unknown metadata", set("pickle", "x"), "unknown key pickle"],
  ["an id that is no UUID", set("run_id", "7"), 'run_id: expected a UUID, got "7"'],
  ["a digest of data that is none", set("data_sha256", "ab"), "data_sha256: expected 64 hexadecimal digits"],
  ["a loop state that is no JSON", set("loop", "{"), "metadata.loop: not JSON"],
  ["a loop state with a prototype", set("loop", '{"__proto__":{}}'), 'metadata.loop: key "__proto__" is not allowed'],
  ["a negative batch", editJson("loop", { batch: -1 }), "loop.batch: expected a count, got -1"],
  ["an accuracy above one", editJson("loop", { trainAccuracy: 1.5 }), "loop.trainAccuracy"],
  ["a generator of three words", editJson("loop", { shuffle: [1, 2, 3] }), "loop.shuffle"],
  [
    "a generator of zeros",
    editJson("loop", { lossRandom: [0, 0, 0, 0] }),
    "expected a generator's state, not only zeros, got [0,0,0,0]",
  ],
  ["a generator of wide words", editJson("loop", { shuffle: [2 ** 31, 0, 0, 1] }), "loop.shuffle.0"],
  ["sums that are missing", editJson("loop", { sums: {} }), "loop.sums.examples: this key is missing"],
  ["a sum that is not finite", editJson("loop", { sums: { loss: null } }), "loop.sums"],
  ["settings without a loss", editJson("config", { loss: undefined }), "config.loss"],
  [
    "settings with a wrong type",
    editJson("config", { epochs: "3" }),
    'config.epochs: expected an integer >= 1, got "3"',
  ],
  ["an unknown setting", editJson("config", { command: "rm" }), "unknown key command"],
  [
    "a missing tensor",
    ({ tensors }: Forgery) => void tensors.delete("exp_avg.fc.bias"),
    "exp_avg.fc.bias: this tensor is missing",
  ],
  [
    "another shape of the same size",
    setTensor("conv1.weight", f32(250)),
    "conv1.weight: expected F32 of shape [10,1,5,5]",
  ],
  ["another type", setTensor("fc.bias", { shape: [2], data: new Float64Array(2) }), "fc.bias: expected F32"],
  [
    "an array of the loss with two dimensions",
    setTensor("loss.selective-backprop.history", f32(10, 10)),
    "loss.selective-backprop.history",
  ],
  ["an unknown tensor", setTensor("conv3.weight", f32(1)), "conv3.weight: not a tensor of a model"],
  [
    "a parameter that is not a number",
    setValue("conv2.weight", Number.NaN),
    "conv2.weight: holds a number that is not finite",
  ],
  ["a moment that is infinite", setValue("exp_avg.conv2.bias", Number.NEGATIVE_INFINITY), "exp_avg.conv2.bias"],
  ["a second moment below zero", setValue("exp_avg_sq.conv2.bias", -1e-30), "exp_avg_sq.conv2.bias"],
  [
    "an array of the loss that is not finite",
    setValue("loss.selective-backprop.history", Number.POSITIVE_INFINITY),
    "loss.selective-backprop.history",
  ],
  ["a loss that this version does not have", editJson("config", { loss: "ohm" }), "config.loss: unknown loss"],
  ["a loss with an illegal parameter", editJson("config", { loss: "ohem:ratio=0.5" }), "config.loss"],
  [
    "a loss that keeps no such array",
    editJson("config", { loss: "ohem:ratio=3" }),
    "loss.selective-backprop.history: expected 0 numbers for the loss ohem:ratio=3 after 258 examples, got 258",
  ],
  [
    "a loss that keeps fewer numbers",
    editJson("config", { loss: "selective-backprop:history=100" }),
    "loss.selective-backprop.history: expected 100 numbers",
  ],
  [
    "no array of the loss",
    ({ tensors }: Forgery) => void tensors.delete("loss.selective-backprop.history"),
    "loss.selective-backprop.history: expected 258 numbers",
  ],
  [
    "more epochs than the run has",
    (contents) => {
      editJson("loop", { epoch: 11 })(contents);
      contents.tensors.delete("examples.loss_by_epoch");
    },
    "loop.epoch: expected at most the run's 10, got 11",
  ],
  [
    "all epochs done, and a part of another",
    editJson("config", { epochs: 1 }),
    "loop.batch: expected at most 0 (130 examples are 3 batches), got 2",
  ],
  ["a batch after the last", editJson("loop", { batch: 3, step: 6 }), "loop.batch: expected at most 2"],
  ["an enormous batch", editJson("loop", { batch: 2 ** 40 }), "loop.batch: expected at most 2"],
  [
    "another batch size",
    editJson("config", { batchSize: 32 }),
    "loop.step: expected 7 (1 epochs of 5 batches, and 2), got 5",
  ],
  ["a step that the batches do not make", editJson("loop", { step: 6 }), "loop.step: expected 5"],
  [
    "fewer epochs than done",
    editJson("loop", { epochs: [] }),
    "loop.epochs: expected 1, one for each epoch done, got 0",
  ],
  [
    "a ledger of no example",
    setTensors(ledgerTensors(0)),
    "examples.times_selected: expected at least one training example",
  ],
  ["a ledger of fewer examples", setTensors(ledgerTensors(100)), "loop.batch: expected at most 1"],
  [
    "a ledger with fewer losses",
    setTensor("examples.last_loss", f32(129)),
    "examples.last_loss: expected F32 of shape [130], got F32 of shape [129]",
  ],
  [
    "a ledger of more examples than a data set has",
    setTensors(ledgerTensors(1_000_001)),
    "examples.times_selected: expected at most 1000000 examples, got 1000001",
  ],
  [
    "a ledger that counts other classes",
    setTensor("examples.times_predicted", { shape: [130, 3], data: new Uint8Array(390) }),
    "examples.times_predicted: expected U8 of shape [130,2], got U8 of shape [130,3]",
  ],
  [
    "more presentations than epochs",
    setTensor("examples.presentations", { shape: [130], data: new Uint32Array(130).fill(2) }),
    "examples.presentations: expected at most 1, the epochs after the first that have begun, got 2",
  ],
  [
    "a ledger with a part of its counts",
    ({ tensors }: Forgery) => void tensors.delete("examples.forgettings"),
    "examples.forgettings: this tensor is missing",
  ],
  [
    "losses of more epochs than were done before",
    setTensor("examples.loss_by_epoch", { shape: [2, 130], data: new Uint8Array(260) }),
    "examples.loss_by_epoch: expected U8 of shape [1,130], got U8 of shape [2,130]",
  ],
  [
    "losses by epoch of another type",
    setTensor("examples.loss_by_epoch", f32(1, 130)),
    "examples.loss_by_epoch: expected U8 of shape [1,130], got F32 of shape [1,130]",
  ],
  [
    "a sum of losses that is not finite",
    setValue("examples.loss_sum", Number.POSITIVE_INFINITY),
    "examples.loss_sum: holds a number that is not finite",
  ],
])("refused, even with fitting digests: %s", (_, change, says) => {
  const read = () => decodeCheckpoint(forge(bytes, change), "model");
  expect(read).toThrow(FileFormatError);
  expect(read).toThrow(says);
  expect(read).not.toThrow(/expected (expected|Invalid|Too)/);
});

test("a model of an early version, which has no id and no model card, is read", () => {
  const early = forge(forge(bytes, remove("run_id")), remove("model_card"));
  expect(decodeCheckpoint(early, "model").id).toBeUndefined();
});

const countTensors = ["presentations", "loss_sum", "times_predicted", "forgettings", "loss_by_epoch"];

test("a model of an early version, whose ledger counts nothing, is read with counts of zero", () => {
  const early = forge(bytes, ({ tensors }) => {
    for (const name of countTensors) tensors.delete(`examples.${name}`);
  });
  const { ledger } = decodeCheckpoint(early, "model");
  const { timesSelected, lastLoss, lastPrediction } = exampleCheckpoint().ledger;
  expect(ledger).toEqual({
    ...{ timesSelected, lastLoss, lastPrediction },
    ...emptyCounts(130, 2),
    lossHistory: [new Uint8Array(130)],
  });
});

test("a model of an early version, which kept no losses by epoch, is read with none that is known", () => {
  const early = forge(bytes, ({ tensors }) => void tensors.delete("examples.loss_by_epoch"));
  const { ledger } = decodeCheckpoint(early, "model");
  expect(ledger).toEqual({ ...exampleCheckpoint().ledger, lossHistory: [new Uint8Array(130)] });
});

test("a forgery that changes nothing is accepted", () => {
  expect(
    bits(
      decodeCheckpoint(
        forge(bytes, () => {}),
        "model",
      ),
    ),
  ).toEqual(bits(exampleCheckpoint()));
});

test("a file that is not there, or is a folder, is an input error", async () => {
  const folder = emptyFolder();
  await expect(loadCheckpoint(join(folder, "none"))).rejects.toThrow(InputError);
  await expect(loadCheckpoint(folder)).rejects.toThrow(InputError);
});

test("a file of 600 MB is refused before it is read", async () => {
  const file = join(emptyFolder(), "large");
  writeFileSync(file, "");
  truncateSync(file, 600_000_000);
  await expect(loadCheckpoint(file)).rejects.toThrow("size: expected at most 536870912 bytes");
});
