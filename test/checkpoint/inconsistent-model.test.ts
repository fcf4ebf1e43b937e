import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import { resolveConfig } from "../../src/config/resolve-config.js";
import type { ResolvedConfig } from "../../src/config/settings.js";
import { FileFormatError, InputError } from "../../src/errors/errors.js";
import { evaluateRun } from "../../src/run/evaluate-run.js";
import { findResumable } from "../../src/run/resume.js";
import { resume, train } from "../../src/run/train.js";
import type { LoopState } from "../../src/train/state.js";
import { type Forgery, forge } from "../support/forge.js";
import { expectRefused, ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

/** 130 examples are batches of 64, 64 and 2; the run was stopped in its third epoch of four, after two of them. */
const [examples, batches, stoppedAfter] = [130, 3, 8];

type Change = (contents: Forgery) => void;
type Json = Record<string, unknown>;

const edit =
  <T>(key: "loop" | "config", change: (value: T) => void): Change =>
  ({ metadata }) => {
    const value = JSON.parse(metadata[key]);
    change(value);
    metadata[key] = JSON.stringify(value);
    // The copies for other readers go along.
    for (const name of key === "loop" ? ["step", "epoch", "batch"] : ["seed", "loss"]) {
      metadata[name] = String(value[name]);
    }
  };
const loop = (change: (loop: LoopState) => void) => edit("loop", change);
const config = (change: { [Name in keyof ResolvedConfig]?: unknown }) =>
  edit<Json>("config", (value) => Object.assign(value, change));
const array = (name: string, resize: (values: number[]) => number[]): Change => {
  return ({ tensors }) => {
    const { data } = tensors.get(name)!;
    const values = resize([...data]);
    tensors.set(name, { shape: [values.length], data: (data.constructor as Float32ArrayConstructor).from(values) });
  };
};
const both =
  (...changes: readonly Change[]): Change =>
  (contents) => {
    for (const change of changes) change(contents);
  };
const records = ["times_selected", "last_loss", "last_prediction"].map((name) => `examples.${name}`);
const allRecords = (resize: (values: number[]) => number[]) => both(...records.map((name) => array(name, resize)));

const forgeries: readonly (readonly [what: string, change: Change, field: string])[] = [
  ["another batch size", config({ batchSize: 32 }), "loop.step"],
  ["a loss that is none", config({ loss: "ohm" }), "config.loss"],
  ["a loss with an illegal parameter", config({ loss: "ohem:ratio=0.5" }), "config.loss"],
  ["a loss that keeps no such array", config({ loss: "ohem:ratio=3" }), "loss.selective-backprop.history"],
  ["a loss that keeps more", config({ loss: "selective-backprop" }), "loss.selective-backprop.history"],
  ["a schedule that its loss does not take", config({ warmupEpochs: 1 }), "config (warmupEpochs"],
  ["a schedule that says nothing", config({ loss: "random", keepAt: "high" }), "config (warmupEpochs"],
  ["a warm-up to the end", config({ loss: "random", warmupEpochs: 4 }), "config.warmupEpochs"],
  ["more epochs done than the run has", config({ epochs: 1 }), "loop.epoch"],
  ["all epochs done, and half of another", config({ epochs: 2 }), "loop.batch"],
  ["a batch behind the last", loop((loop) => Object.assign(loop, { batch: 3, step: 9 })), "loop.batch"],
  ["an enormous batch", loop((loop) => Object.assign(loop, { batch: 2 ** 40 })), "loop.batch"],
  ["a step that the batches do not make", loop((loop) => Object.assign(loop, { step: 7 })), "loop.step"],
  ["an epoch that the steps do not make", loop((loop) => Object.assign(loop, { epoch: 3 })), "loop.step"],
  ["more seen in the epoch than its batches hold", loop(({ sums }) => sums.examples++), "loop.sums.examples"],
  ["more right than seen", loop(({ sums }) => Object.assign(sums, { correct: 129 })), "loop.sums.correct"],
  ["more selected than seen", loop(({ sums }) => Object.assign(sums, { selected: 129 })), "loop.sums.selected"],
  ["time that went backwards", loop(({ sums }) => Object.assign(sums, { trainSeconds: -1 })), "loop.sums.trainSeconds"],
  ["an epoch fewer than done", loop(({ epochs }) => epochs.pop()), "loop.epochs"],
  ["an epoch more than done", loop(({ epochs }) => epochs.push(epochs[0])), "loop.epochs"],
  ["epochs in another order", loop(({ epochs }) => epochs.reverse()), "loop.epochs.0.epoch"],
  ["an epoch of other steps", loop(({ epochs }) => epochs[0].steps++), "loop.epochs.0.steps"],
  ["an epoch of more examples", loop(({ epochs }) => epochs[1].forwardExamples++), "loop.epochs.1.forwardExamples"],
  [
    "an epoch that selected more than it saw",
    loop(({ epochs }) => Object.assign(epochs[0], { backwardExamples: 131 })),
    "loop.epochs.0.backwardExamples",
  ],
  ["another kept fraction", loop(({ epochs }) => Object.assign(epochs[0], { keptFraction: 0.1 })), "keptFraction"],
  ["another accuracy of the epoch before", loop((loop) => Object.assign(loop, { trainAccuracy: 1 })), "trainAccuracy"],
  ["no accuracy of the epoch before", loop((loop) => delete loop.trainAccuracy), "loop.trainAccuracy"],
  ["an evaluation of an epoch to come", loop((loop) => loop.evaluations[1].epoch++), "loop.evaluations.1.epoch"],
  ["an evaluation twice", loop((loop) => loop.evaluations.push(loop.evaluations[1])), "loop.evaluations.2.epoch"],
  ["an evaluation after other steps", loop((loop) => loop.evaluations[0].steps--), "loop.evaluations.0.steps"],
  ["more right than tested", loop((loop) => loop.evaluations[0].correct++), "loop.evaluations.0.testAccuracy"],
  ["an evaluation that is missing", loop(({ evaluations }) => evaluations.shift()), "loop.evaluations"],
  ["a generator of three words", loop(({ lossRandom }) => lossRandom.pop()), "loop.lossRandom"],
  ["no order of the examples", loop((loop) => Object.assign(loop, { shuffle: [] })), "loop.shuffle"],
  ["records of no example", allRecords(() => []), "examples.times_selected"],
  ["records of fewer examples", allRecords((values) => values.slice(0, 100)), "loop.batch"],
  ["losses of fewer examples", array(records[1], (values) => values.slice(1)), "examples.last_loss"],
  ["an example selected too often", array(records[0], ([_, ...rest]) => [4, ...rest]), "examples.times_selected"],
  [
    "more selections than the epochs counted",
    array(records[0], (values) => values.with(values.indexOf(0), 1)),
    "examples.times_selected",
  ],
  ["a prediction of no class", array(records[2], ([_, ...rest]) => [10, ...rest]), "examples.last_prediction"],
  [
    "a longer history of losses",
    array("loss.selective-backprop.history", (values) => [...values, 1]),
    "loss.selective-backprop.history",
  ],
  ["no history of losses", ({ tensors }) => tensors.delete("loss.selective-backprop.history"), "selective-backprop"],
];

/** What fits itself, and not the data that it names. */
const strangers: readonly (readonly [what: string, change: Change, field: string])[] = [
  [
    "an example fewer",
    both(
      allRecords((values) => values.slice(0, 129)),
      (contents) => {
        let selected = 0;
        for (const times of contents.tensors.get(records[0])!.data) selected += times;
        loop(({ epochs, sums }) => {
          let left = selected - sums.selected;
          for (const [index, epoch] of epochs.entries()) {
            const backwardExamples = index === 0 ? Math.min(left, 129) : left;
            left -= backwardExamples;
            Object.assign(epoch, { forwardExamples: 129, backwardExamples, keptFraction: backwardExamples / 129 });
          }
        })(contents);
      },
    ),
    "examples.times_selected",
  ],
  [
    "more classes",
    ({ tensors, metadata }) => {
      metadata.classes = "11";
      for (const [name, { shape, data }] of tensors) {
        if (!name.includes("fc.")) continue;
        const wider = new Float32Array((data.length / 10) * 11);
        wider.set(data);
        tensors.set(name, { shape: [11, ...shape.slice(1)], data: wider });
      }
    },
    "classes",
  ],
  [
    "evaluations on fewer test examples",
    loop(({ evaluations }) => {
      for (const evaluation of evaluations) Object.assign(evaluation, { examples: 1, correct: 1, testAccuracy: 1 });
    }),
    "loop.evaluations.0.examples",
  ],
];

describe("a model whose digests fit and whose contents do not", () => {
  const top = mkdtempSync(join(tmpdir(), "ohem-inconsistent-"));
  const data = writeSmallData(top, "data", examples);
  const stopped = join(top, "stopped");
  let bytes: Uint8Array;
  beforeAll(async () => {
    const controller = new AbortController();
    const settings = { data, out: stopped, epochs: 4, evalEvery: 1, loss: "selective-backprop:history=200" };
    for await (const event of train(resolveConfig(settings), { signal: controller.signal })) {
      if (event.type === "step" && event.steps === stoppedAfter) controller.abort();
    }
    bytes = readFileSync(join(stopped, "model.safetensors"));
    expect(decodeCheckpoint(bytes, "model").loop).toMatchObject({ epoch: 2, batch: 2, step: 2 * batches + 2 });
  });
  afterAll(() => rmSync(top, { recursive: true, force: true }));

  it.each(forgeries)("is neither gone on with nor evaluated: %s", async (_, change, field) => {
    const folder = forged(change);
    const before = contentsOf(folder);
    await expectRefusal(findResumable(folder), folder, field);
    await expectRefusal(evaluateRun({ run: folder }), folder, field);
    expect(contentsOf(folder)).toEqual(before);
  });

  it.each(strangers)("is not gone on with when it does not fit its data: %s", async (_, change, field) => {
    const folder = forged(change);
    const before = contentsOf(folder);
    const run = await findResumable(folder);
    await expectRefusal(resume(run).next(), folder, field);
    expect(contentsOf(folder)).toEqual(before);
  });

  it("of its counts none can be another by one without being noticed, but for the right predictions", () => {
    let counts = 0;
    const accepted: string[] = [];
    for (const path of countsIn(decodeCheckpoint(bytes, "model").loop)) {
      counts++;
      const change = loop((state) => {
        const parent = path.slice(0, -1).reduce((value, key) => value[key] as Json, state as unknown as Json);
        (parent[path.at(-1)!] as number)++;
      });
      try {
        decodeCheckpoint(forge(bytes, change), "model");
        accepted.push(path.join("."));
      } catch (error) {
        expect(error, path.join(".")).toBeInstanceOf(FileFormatError);
      }
    }
    expect(accepted).toEqual(["sums.correct"]);
    expect(counts).toBeGreaterThan(20);
  });

  it("is refused by the command in one line, and nothing is written", async () => {
    const folder = forged(config({ batchSize: 32 }));
    const before = contentsOf(folder);
    const says = ["model.safetensors: loop.step: expected 12 (2 epochs of 5 batches, and 2), got 8"];
    for (const args of [
      ["train", "--resume", basename(folder)],
      ["train", "--resume", basename(folder), "--dry-run"],
      ["eval", basename(folder)],
    ]) {
      expectRefused(await ohem(args, top), ...says);
    }
    const foreign = forged(strangers[1][1]);
    expectRefused(
      await ohem(["train", "--resume", basename(foreign)], top),
      "classes: expected 10, the data's classes",
    );
    expect(contentsOf(folder)).toEqual(before);
  });

  it("is gone on with when it is only another copy, and in its own folder alone", async () => {
    const folder = forged(() => {});
    cpSync(join(folder, "model.safetensors"), join(folder, "copy.safetensors"));
    await expect(findResumable(join(folder, "copy.safetensors"))).rejects.toThrow(InputError);
    const events = resume(await findResumable(folder));
    expect(await events.next()).toMatchObject({ value: { type: "run", resumed: { steps: stoppedAfter } } });
    await events.return();
  });

  let count = 0;
  function forged(change: Change): string {
    const folder = join(top, `forged-${count++}`);
    cpSync(stopped, folder, { recursive: true });
    writeFileSync(join(folder, "model.safetensors"), forge(bytes, change));
    return folder;
  }
});

async function expectRefusal(attempt: Promise<unknown>, folder: string, field: string): Promise<void> {
  const error = await attempt.catch((error: unknown) => error);
  expect(error).toBeInstanceOf(FileFormatError);
  expect(error).toMatchObject({ file: join(folder, "model.safetensors"), field: expect.stringContaining(field) });
  expect(String(error)).not.toMatch(/undefined|NaN|\n/);
}

function contentsOf(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "base64")]));
}

/** The paths of all numbers that count something: whole ones, but for times and the generators' states. */
function countsIn(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (/second|shuffle|random/i.test(String(path.at(-1)))) return [];
  if (Number.isInteger(value)) return [[...path]];
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => countsIn((value as Json)[key], [...path, key]));
}
