import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import {
  createEngine,
  type DataInMemory,
  defineLoss,
  evaluate,
  evaluateRun,
  exportModel,
  findResumable,
  InputError,
  type Loss,
  loadData,
  parseLoss,
  predict,
  RunError,
  resume,
  suspects,
  type TrainEvent,
  type TrainedModel,
  type TrainSettings,
  train,
} from "../../src/index.js";
import { emptyFolder, listing, workingFolder } from "../support/folder.js";
import { refusal } from "../support/refusal.js";
import { describeState, stateOf } from "../support/run-state.js";
import { trainCount, writeSmallData } from "../support/small-data.js";

const folder = mkdtempSync(join(tmpdir(), "ohem-memory-"));
const files = writeSmallData(folder);
const settings = { loss: "ohem:ratio=4", epochs: 3, seed: 5, engine: "wasm", threads: 1 } as const;
const whole = join(folder, "whole");
let data: DataInMemory;
beforeAll(async () => {
  await collect(train({ ...settings, data: files, out: whole }));
  const { train: training, test: testing } = await loadData(files);
  data = { train: training, test: testing, name: "mine" };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function collect(events: AsyncIterable<TrainEvent>): Promise<TrainEvent[]> {
  const all: TrainEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

async function trained(given: TrainSettings = settings): Promise<TrainedModel> {
  const last = (await collect(train({ ...given, out: null }, { data }))).at(-1);
  if (last?.type !== "finished" || last.model === undefined) return expect.fail("has no model");
  return last.model;
}

test("without a folder nothing is written, and the model has the bits of the one in a file", async () => {
  const cwd = workingFolder();
  const events = await collect(train({ ...settings, out: null, checkpointEvery: 2 }, { data }));
  expect(listing(cwd)).toEqual([]);
  expect(events[0]).toMatchObject({ type: "run", folder: undefined, data: { name: "mine", train: trainCount } });
  expect(events.filter(({ type }) => type === "checkpoint")).toEqual([]);
  const { model, ...finished } = events.at(-1) as Extract<TrainEvent, { type: "finished" }>;
  expect(finished).toMatchObject({ type: "finished", complete: true, steps: 30 });
  expect(describeState(model!)).toEqual(await stateOf(whole));
  const file = await loadCheckpoint(join(whole, "model.safetensors"));
  expect(model).toMatchObject({ classes: 10, dataSha256: file.dataSha256, config: { seed: 5, data: "memory:mine" } });
});

test("a model in memory is taken wherever a run is named", async () => {
  const run = await trained();
  const { test: testing, classes } = await loadData(files);
  const evaluation = await evaluateRun({ run, data, predictions: true });
  expect(evaluation).toMatchObject({ model: "memory", testAccuracy: run.loop.evaluations.at(-1)?.testAccuracy });
  expect(evaluation.correct).toBe((await evaluateRun({ run: whole })).correct);
  const { engine } = await createEngine("wasm", { test: testing, classes, batchSize: 1, initial: run.engine });
  expect((await evaluate(engine, testing, classes)).correct).toBe(evaluation.correct);
  await engine.dispose();
  const pgm = { name: "a", content: Buffer.concat([Buffer.from("P5 28 28 255\n"), testing.images.subarray(0, 784)]) };
  const [first] = (await predict([pgm], { run, asIs: true })).predictions;
  expect(first.class).toBe(evaluation.predictions.predictions[0]);
  expect((await suspects({ run, data })).suspects).toEqual((await suspects({ run: whole })).suspects);
  const out = join(emptyFolder(), "digits.onnx");
  expect(await exportModel({ run, to: "onnx", out })).toMatchObject({ model: "memory", steps: 30 });
});

test("a stopped run without a folder has its model, too", async () => {
  const stop = new AbortController();
  let last: TrainEvent | undefined;
  for await (const event of train({ ...settings, out: null }, { data, signal: stop.signal })) {
    if (event.type === "step" && event.steps === 4) stop.abort();
    last = event;
  }
  expect(last).toMatchObject({ type: "finished", complete: false, steps: 4, model: { loop: { step: 4 } } });
});

test("data in memory with a folder: resumed and evaluated only with the same data", async () => {
  const out = join(folder, "resumed");
  const stop = new AbortController();
  for await (const event of train({ ...settings, out }, { data, signal: stop.signal })) {
    if (event.type === "step" && event.steps === 17) stop.abort();
  }
  const run = await findResumable(out);
  const start = (given: DataInMemory | undefined) => resume(run, { data: given }).next();
  expect((await refusal(start(undefined))).message).toContain(
    "was trained on data in a program's memory; hand the same",
  );
  const labels = Uint8Array.from(data.train.labels).reverse();
  const other = { ...data, train: { ...data.train, labels } };
  const { message } = await refusal(start(other));
  expect(message).toBe(
    "data: what was handed in is not the data that the run was trained on; a run resumes only with its own",
  );
  await collect(resume(run, { data }));
  expect(await stateOf(out)).toEqual(await stateOf(whole));
  expect((await refusal(evaluateRun({ run: out }))).message).toContain("hand the same data in, or name a folder");
  const { correct } = await evaluateRun({ run: out, data });
  expect(correct).toBe((await evaluateRun({ run: out, data: files })).correct);
});

test("a run resumes with its data in files where it was in memory", async () => {
  const out = join(folder, "moved");
  const stop = new AbortController();
  for await (const event of train({ ...settings, out }, { data, signal: stop.signal })) {
    if (event.type === "step") stop.abort();
  }
  await collect(resume(await findResumable(out, { settings: { data: files } })));
  expect(await stateOf(out)).toEqual(await stateOf(whole));
});

const flat = defineLoss<{ readonly power: number }>({
  name: "flat",
  parameters: { power: { kind: "number", summary: "of the losses", default: 1, minimum: 0 } },
  target: () => 0.5,
  build:
    ({ power }) =>
    (losses, weights) => {
      weights.fill(power / losses.length);
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    },
});

test("a loss of the program's own trains, takes schedules, and is recorded with a digest of its code", async () => {
  const { loss: _, ...given } = settings;
  const [first] = await collect(train({ ...given, warmupEpochs: 1, out: null }, { data, loss: flat.create() }));
  expect(first).toMatchObject({ loss: "memory:flat:power=1", schedule: { warmupEpochs: 1 } });
  const last = (await collect(train({ ...given, out: null }, { data, loss: flat.create({ power: 1 }) }))).at(-1);
  const model = (last as Extract<TrainEvent, { type: "finished" }>).model!;
  expect(model.config.loss).toMatch(/^flat@[0-9a-f]{64}:power=1$/);
  expect(describeState(model).sha256).toBe(describeState(await trained({ ...settings, loss: "ce" })).sha256);
});

test("a run with a loss in memory resumes only with the same one", async () => {
  const out = join(folder, "own-loss");
  const stop = new AbortController();
  for await (const event of train({ ...settings, out, data: files }, { loss: flat.create(), signal: stop.signal })) {
    if (event.type === "step" && event.steps === 5) stop.abort();
  }
  const run = await findResumable(out);
  const refused = async (loss: Loss | undefined) => (await refusal(resume(run, { loss }).next())).message;
  const was = `loss: ${out} was trained with memory:flat:power=1`;
  expect(await refused(undefined)).toBe(`${was}, a loss in a program's memory; hand the same loss in`);
  expect(await refused(flat.create({ power: 2 }))).toContain(`${was}, got memory:flat:power=2; a run resumes only`);
  expect(await refused({ ...flat.create(), definition: undefined })).toContain(`${was}, got memory:flat:power=1 with`);
  expect(await refused(parseLoss("ce"))).toContain(`${was}, got ce;`);
  expect((await collect(resume(run, { loss: flat.create() }))).at(-1)).toMatchObject({ complete: true, steps: 30 });
  expect(await evaluateRun({ run: out })).toMatchObject({ trainedWith: "memory:flat:power=1" });
});

const boom = new RangeError("boom");

test.each<[unknown, RegExp]>([
  [boom, /^loss throwing, for a batch of 64: RangeError: boom \(.*in-memory\.test\.ts:\d+:\d+\)$/],
  ["boom", /^loss throwing, for a batch of 64: threw boom$/],
  [new InputError("boom"), /^boom$/],
])("what a loss of the program's own throws says where in the run: %o", async (thrown, says) => {
  const apply = () => {
    throw thrown;
  };
  const { loss: _, ...given } = settings;
  const training = train({ ...given, out: null }, { data, loss: { name: "throwing", parameters: {}, apply } });
  const error = await collect(training).then(
    () => expect.unreachable(),
    (error: Error) => error,
  );
  expect(error).toBeInstanceOf(RunError);
  expect(error.cause).toBe(thrown);
  const place = "epoch 0, batch 0 (step 0): ";
  expect(error.message.slice(0, place.length)).toBe(place);
  expect(error.message.slice(place.length)).toMatch(says);
});

test("a built-in loss may be handed in as well", async () => {
  const { loss: _, ...others } = settings;
  const events = await collect(train({ ...others, out: null }, { data, loss: parseLoss(settings.loss) }));
  expect(describeState((events.at(-1) as Extract<TrainEvent, { type: "finished" }>).model!)).toEqual(
    await stateOf(whole),
  );
});

test.each<[unknown, string]>([
  ["ce", "loss: expected a loss: { name, parameters, apply }, as parseLoss(text)"],
  [flat, "loss: expected a loss: { name, parameters, apply }"],
  [{ name: "a b", parameters: {}, apply: () => 0 }, "loss.name: expected lower-case letters, digits and hyphens"],
])("%o is no loss", async (loss, says) => {
  expect((await refusal(train({ out: null }, { data, loss: loss as Loss }).next())).message).toContain(says);
});

test("several trainings at once in one process have the bits of one alone", async () => {
  const alone = [await trained(), await trained({ ...settings, loss: "selective-backprop", seed: 6 })];
  const together = await Promise.all([trained(), trained({ ...settings, loss: "selective-backprop", seed: 6 })]);
  expect(together.map(describeState)).toEqual(alone.map(describeState));
});

test("trainings in worker threads have the bits of one in the main thread", async () => {
  const program = `
    const { parentPort, workerData: { door, settings, data } } = require("node:worker_threads");
    import(door).then(async ({ train }) => {
      for await (const event of train({ ...settings, out: null }, { data }))
        if (event.type === "finished") parentPort.postMessage(event.model);
    });`;
  const door = new URL("../../dist/index.js", import.meta.url).href;
  const inWorker = () =>
    new Promise<TrainedModel>((resolve, reject) => {
      const worker = new Worker(program, { eval: true, workerData: { door, settings, data } });
      worker.once("message", resolve).once("error", reject);
    });
  const models = await Promise.all([inWorker(), inWorker()]);
  for (const model of models) expect(describeState(model)).toEqual(await stateOf(whole));
});

test.each<[object, object, string]>([
  [{ out: null, epoch: 3 }, {}, "epoch: unknown key epoch; did you mean epochs?"],
  [{ out: 5 }, {}, "out: expected a non-empty text, got 5"],
  [{}, { data: "mnist" }, "data takes { train, test,"],
  [{ epochs: 0 }, {}, "epochs: expected an integer >= 1, got 0"],
])("train(%j, %j) is refused", async (given, options, says) => {
  const { message } = await refusal(train(given as TrainSettings, options).next());
  expect(message).toContain(says);
});

test("a model that is none is refused where a run is named", async () => {
  const run = { engine: {} } as TrainedModel;
  expect((await refusal(predict([], { run }))).message).toMatch(/^run: expected a run's folder, or the model of/);
  expect((await refusal(evaluateRun({ run: 5 as never }))).message).toMatch(/^run: expected .*, got 5$/);
});
