import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import { resolveConfig } from "../../src/config/resolve-config.js";
import type { Settings } from "../../src/config/settings.js";
import { lossDefinitions } from "../../src/losses/registry.js";
import { findResumable } from "../../src/run/resume.js";
import { resume, train } from "../../src/run/train.js";
import type { TrainEvent } from "../../src/train/events.js";
import { learningRateAt } from "../../src/train/learning-rate.js";
import { type Forgery, forge } from "../support/forge.js";
import { linesOf, stateOf } from "../support/run-state.js";
import { writeSmallData } from "../support/small-data.js";

/** 10 batches of 32 and a short one of 10 an epoch. */
const batches = 11;
const settings: Settings = {
  loss: "selective-backprop:history=100",
  epochs: 3,
  batchSize: 32,
  evalEvery: 1,
  logInterval: 1,
};

describe("a run that was stopped", () => {
  const folder = mkdtempSync(join(tmpdir(), "ohem-resume-"));
  const data = writeSmallData(folder, "data", 330);
  const whole = join(folder, "whole");
  beforeAll(async () => {
    await drain(start(whole, 1));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const start = (out: string, threads: number, signal?: AbortSignal) =>
    train(resolveConfig({}, { ...settings, data, out, threads }), signal ? { signal } : {});

  it.each([0, 1, 5, batches - 1, batches, batches + 1, 3 * batches - 1])(
    "resumes after step %i to the same state, on other numbers of threads",
    async (steps) => {
      const out = join(folder, `stopped-${steps}`);
      await stopAfter(steps, (signal) => start(out, 2, signal));
      expect((await loadCheckpoint(join(out, "model.safetensors"))).loop.step).toBe(steps);
      await drain(resume(await findResumable(out, { settings: { threads: 3 } })));
      expect(await stateOf(out)).toEqual(await stateOf(whole));
      expect(linesOf(out)).toEqual(linesOf(whole));
      expect(readFileSync(join(out, "examples.csv"), "utf8")).toBe(readFileSync(join(whole, "examples.csv"), "utf8"));
    },
  );

  it("resumes from its last checkpoint when it was killed, without gaps or doubles in its metrics", async () => {
    const out = join(folder, "killed");
    const events = train(resolveConfig({}, { ...settings, data, out, checkpointEvery: 4 }));
    for await (const event of events) if (event.type === "step" && event.steps === 19) break;
    expect((await loadCheckpoint(join(out, "model.safetensors"))).loop.step).toBe(16);
    await drain(resume(await findResumable(out)));
    expect(await stateOf(out)).toEqual(await stateOf(whole));
    expect(linesOf(out)).toEqual(linesOf(whole));
  });

  it("starts over when it was killed before its first checkpoint, with the settings of its config.json", async () => {
    const out = join(folder, "killed early");
    for await (const event of start(out, 1)) if (event.type === "step" && event.steps === 3) break;
    const { id, started } = JSON.parse(readFileSync(join(out, "config.json"), "utf8"));
    expect(existsSync(join(out, "model.safetensors"))).toBe(false);
    await expect(findResumable(out, { settings: { lr: 0.1 } })).rejects.toThrow("lr: the run was trained with 0.001");
    const [first, ...events] = await collect(resume(await findResumable(out, { settings: { threads: 2 } })));
    expect(first).toMatchObject({ type: "run", id, resumed: 0 });
    expect(events.at(-1)).toMatchObject({ type: "finished", complete: true, steps: 3 * batches });
    expect(await stateOf(out)).toEqual(await stateOf(whole));
    expect(linesOf(out)).toEqual(linesOf(whole));
    expect(JSON.parse(readFileSync(join(out, "config.json"), "utf8"))).toMatchObject({ id, started });
  });

  it("does not start over where another process has written a checkpoint since", async () => {
    const out = join(folder, "killed twice");
    for await (const event of start(out, 1)) if (event.type === "step" && event.steps === 3) break;
    const found = await findResumable(out);
    await drain(resume(await findResumable(out)));
    await expect(drain(resume(found))).rejects.toThrow("another process has continued this run; try again");
  });

  it.each(["", "{}", '{"id": "x", "settings": {"epochs": 1}}'])(
    "needs its settings to start over (%j)",
    async (text) => {
      const out = join(folder, "no settings");
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, "config.json"), text);
      await expect(findResumable(out)).rejects.toThrow(
        "has no model.safetensors; not a run's folder, or the run ended",
      );
    },
  );

  it.each([["examples.csv", "checkpoint"] as const, ["its last line", "finished"] as const])(
    "comes to its end when it died before it had written %s",
    async (_, last) => {
      const out = join(folder, `died-${last}`);
      for await (const event of start(out, 1)) {
        if (event.type === "checkpoint" && event.epoch === 3 && last === "checkpoint") break;
      }
      if (last === "finished") {
        const metrics = join(out, "metrics.jsonl");
        writeFileSync(metrics, readFileSync(metrics, "utf8").replace(/[^\n]*\n$/, ""));
      }
      const events = await collect(resume(await findResumable(out)));
      expect(events.map(({ type }) => type)).toEqual(["run", "checkpoint", "finished"]);
      const { epochs, evaluations } = (await loadCheckpoint(join(out, "model.safetensors"))).loop;
      const totals = { complete: true, steps: 3 * batches, epochs, evaluations, forwardExamples: 990 };
      expect(events[2]).toMatchObject(totals);
      expect(await stateOf(out)).toEqual(await stateOf(whole));
      expect(linesOf(out)).toEqual(linesOf(whole));
      expect(readFileSync(join(out, "examples.csv"), "utf8")).toBe(readFileSync(join(whole, "examples.csv"), "utf8"));
      await expect(findResumable(out)).rejects.toThrow("all 3 epochs are done");
    },
  );

  it.each([...lossDefinitions.map(({ name }) => name), "threshold:probability=0.01,min=0", "random schedule"])(
    "can be resumed wherever it wrote a checkpoint (%s)",
    async (name) => {
      const out = join(folder, `every-${name.replace(":", "-")}`);
      const schedule = name.includes("schedule")
        ? { loss: "random", warmupEpochs: 1, annealEpochs: 1 }
        : { loss: name };
      const every: Settings = { ...schedule, epochs: 3, batchSize: 200, evalEvery: 2, checkpointEvery: 1, data, out };
      const steps: number[] = [];
      for await (const event of train(resolveConfig(every))) {
        if (event.type === "checkpoint") steps.push((await loadCheckpoint(event.file)).loop.step);
      }
      expect(steps).toEqual([1, 2, 3, 4, 5, 6]);
    },
  );

  it("trains longer when asked to", async () => {
    const out = join(folder, "extended");
    await drain(train(resolveConfig({}, { ...settings, data, out, epochs: 2 })));
    await expect(findResumable(out)).rejects.toThrow(
      /^extendEpochs: .*: all 2 epochs are done; to evaluate it: .* eval \S+; to train longer, say by how many epochs$/,
    );
    const gated = findResumable(out, { settings: { minAccuracy: 0.5 } });
    await expect(gated).rejects.toThrow("extended --min-accuracy 0.5; to train longer");
    await drain(resume(await findResumable(out, { extendEpochs: 1 })));
    expect(await stateOf(out)).toEqual(await stateOf(whole));
  });

  it("keeps the losses of 32 epochs at most, and the same ones however it came to its end", async () => {
    const many: Settings = { loss: "ce", epochs: 35, batchSize: 330, evalEvery: 0, data };
    const [uninterrupted, out] = [join(folder, "many"), join(folder, "many-extended")];
    await drain(train(resolveConfig({}, { ...many, out: uninterrupted })));
    await drain(train(resolveConfig({}, { ...many, out, epochs: 20 })));
    const extended = await findResumable(out, { extendEpochs: 15 });
    await stopAfter(33, (signal) => resume(extended, { signal }));
    await drain(resume(await findResumable(out)));
    expect((await stateOf(out)).sha256).toBe((await stateOf(uninterrupted)).sha256);
    const csv = readFileSync(join(out, "examples.csv"), "utf8");
    expect(csv).toBe(readFileSync(join(uninterrupted, "examples.csv"), "utf8"));
    expect(csv.split("\n")[0]).toMatch(/forgettings,loss_epoch_0,loss_epoch_2,.*,loss_epoch_30,loss_epoch_32$/);
    const { ledger } = await loadCheckpoint(join(out, "model.safetensors"));
    expect(ledger.lossHistory.map((codes) => codes.length)).toEqual(new Array(17).fill(330));
    expect(ledger.lossHistory.every((codes) => !codes.includes(0))).toBe(true);
  });

  it.each(["linear", "one-cycle"] as const)("continues its %s schedule to the same bits", async (lrSchedule) => {
    const scheduled = { ...settings, data, lrSchedule, lr: 0.01 };
    const [uninterrupted, out] = [join(folder, lrSchedule), join(folder, `${lrSchedule}-stopped`)];
    await drain(train(resolveConfig({}, { ...scheduled, out: uninterrupted, threads: 1 })));
    await stopAfter(batches + 2, (signal) => train(resolveConfig({}, { ...scheduled, out }), { signal }));
    await drain(resume(await findResumable(out, { settings: { threads: 2 } })));
    expect(await stateOf(out)).toEqual(await stateOf(uninterrupted));
    expect(linesOf(out)).toEqual(linesOf(uninterrupted));

    const steps = linesOf(out).filter(({ type }) => type === "step");
    const total = 3 * batches;
    expect(steps.map(({ lr }) => lr)).toEqual(
      Array.from({ length: total }, (_, step) => learningRateAt(lrSchedule, 0.01, step / total)),
    );
    const epochs = linesOf(out).filter(({ type }) => type === "epoch");
    expect(epochs.map(({ lr }) => lr)).toEqual([1, 2, 3].map((epoch) => steps[epoch * batches - 1].lr));
  });

  it("derives its training set again, the same one", async () => {
    const derived: Settings = { ...settings, data, trainExamples: 300, imbalance: 3, labelNoise: 0.3 };
    const [uninterrupted, out] = [join(folder, "derived"), join(folder, "derived-stopped")];
    const [started] = await collect(train(resolveConfig({}, { ...derived, out: uninterrupted })));
    expect(started).toMatchObject({ data: { derived: { from: 330, labelNoiseKind: "symmetric" } } });
    await stopAfter(3, (signal) => train(resolveConfig({}, { ...derived, out, threads: 1 }), { signal }));
    await drain(resume(await findResumable(out, { settings: { threads: 2, labelNoise: 0.3 } })));
    expect(await stateOf(out)).toEqual(await stateOf(uninterrupted));
    expect(linesOf(out)).toEqual(linesOf(uninterrupted));
  });

  it.each([{ trainExamples: 299 }, { imbalance: 4 }, { labelNoise: 0.2 }, { labelNoiseKind: "pairs" as const }])(
    "is refused with another training set: %j",
    async (other) => {
      const out = join(folder, `derived-${Object.keys(other)}`);
      const derived: Settings = { ...settings, data, out, trainExamples: 300, imbalance: 3, labelNoise: 0.3 };
      await stopAfter(1, (signal) => train(resolveConfig(derived), { signal }));
      await expect(findResumable(out, { settings: other })).rejects.toThrow(
        `${Object.keys(other)}: the run was trained with `,
      );
    },
  );

  it("is not extended when its learning rates depend on its length", async () => {
    const out = join(folder, "scheduled");
    const scheduled: Settings = { ...settings, data, epochs: 1, lrSchedule: "one-cycle" };
    await drain(train(resolveConfig({}, { ...scheduled, out })));
    await expect(findResumable(out, { extendEpochs: 1 })).rejects.toThrow(
      /^extendEpochs: .*: the rates of the run's one-cycle schedule depend on its length, 1 epoch; .*start a new run /,
    );
    await expect(findResumable(out)).rejects.toThrow(
      /its 1 epoch is done; to evaluate it: .* eval \S+; to train longer, start a new run with more epochs$/,
    );
    await expect(findResumable(out, { settings: { epochs: 2 } })).rejects.toThrow("; to train longer, start a new run");
    await expect(findResumable(out, { settings: { lrSchedule: "linear" } })).rejects.toThrow(
      "lrSchedule: the run was trained with one-cycle, got linear",
    );
  });

  it("resumes at its constant rate from a checkpoint of a version that had no schedules", async () => {
    const out = join(folder, "early");
    await stopAfter(batches + 2, (signal) => start(out, 1, signal));
    const model = join(out, "model.safetensors");
    writeFileSync(model, forge(readFileSync(model), withoutSchedules));
    const found = await findResumable(out, { settings: { lrSchedule: "constant" } });
    expect(found.config.lrSchedule).toBe("constant");
    await drain(resume(found));
    const { sha256 } = await stateOf(out);
    expect(sha256).toBe((await stateOf(whole)).sha256);
  });

  it("resumes a checkpoint of a version that counted no presentations, and counts from the next epoch", async () => {
    const out = join(folder, "uncounted");
    await stopAfter(batches + 2, (signal) => start(out, 1, signal));
    const model = join(out, "model.safetensors");
    writeFileSync(model, forge(readFileSync(model), withoutCounts));
    await drain(resume(await findResumable(out)));
    const [{ ledger, engine }, expected] = await Promise.all(
      [out, whole].map((run) => loadCheckpoint(join(run, "model.safetensors"))),
    );
    expect(engine).toEqual(expected.engine);
    const { timesSelected, lastLoss, lastPrediction } = expected.ledger;
    expect(ledger).toMatchObject({ timesSelected, lastLoss, lastPrediction });
    expect([...ledger.presentations]).toEqual(new Array(330).fill(1));
    expect([...ledger.lossSum]).toEqual([...lastLoss]);
    expect([...expected.ledger.presentations]).toEqual(new Array(330).fill(2));
    expect([...ledger.lossHistory[0]]).toEqual(new Array(330).fill(0));
    expect(ledger.lossHistory[1]).toEqual(expected.ledger.lossHistory[1]);
  });

  it.each<[string, (contents: Forgery) => void, string]>([
    ["fewer training examples", fewerExamples, "examples.times_selected: expected 330, the data's training examples"],
    ["more classes", moreClasses, "classes: expected 10, the data's classes, got 11"],
  ])("is not resumed from a model with %s than its data, and nothing is written", async (what, change, says) => {
    const out = join(folder, what.replaceAll(" ", "-"));
    await stopAfter(0, (signal) => start(out, 1, signal));
    const model = join(out, "model.safetensors");
    writeFileSync(model, forge(readFileSync(model), change));
    const metrics = readFileSync(join(out, "metrics.jsonl"), "utf8");
    const events = resume(await findResumable(out));
    await expect(events.next()).rejects.toThrow(says);
    expect(readFileSync(join(out, "metrics.jsonl"), "utf8")).toBe(metrics);
  });

  it("resumes only with its own settings and data", async () => {
    const out = join(folder, "own");
    await stopAfter(1, (signal) => start(out, 1, signal));
    await expect(findResumable(out, { settings: { lr: 0.1 } })).rejects.toThrow(
      "lr: the run was trained with 0.001, got 0.1",
    );
    await expect(findResumable(out, { settings: { ratio: 2 } })).rejects.toThrow(
      "ratio: the run was trained with selective-backprop",
    );
    await expect(findResumable(out, { settings: { epochs: 9 } })).rejects.toThrow("to train longer, extend its epochs");
    await expect(
      findResumable(out, { settings: { ...settings, loss: "selective-backprop:history=100,beta=3" } }),
    ).resolves.toBeDefined();
    const other = writeSmallData(folder, "other-data", 329);
    await expect(drain(resume(await findResumable(out, { settings: { data: other } })))).rejects.toThrow(
      "not the data that the run was trained on",
    );
    const moved = writeSmallData(folder, "moved-data", 330);
    await drain(resume(await findResumable(out, { settings: { data: moved } })));
    expect(await stateOf(out)).toEqual(await stateOf(whole));
  });
});

function fewerExamples({ tensors }: Forgery): void {
  for (const [name, { shape, data }] of tensors) {
    if (!name.startsWith("examples.")) continue;
    const fewer = shape.map((side) => (side === 330 ? 329 : side));
    tensors.set(name, { shape: fewer, data: data.subarray(0, (data.length / 330) * 329) });
  }
}

/** As early versions wrote it. */
function withoutCounts({ tensors }: Forgery): void {
  for (const name of ["presentations", "loss_sum", "times_predicted", "forgettings", "loss_by_epoch"]) {
    tensors.delete(`examples.${name}`);
  }
}

function withoutSchedules({ metadata }: Forgery): void {
  const { lrSchedule: _, ...config } = JSON.parse(metadata.config!);
  const loop = JSON.parse(metadata.loop!);
  for (const epoch of loop.epochs) delete epoch.lr;
  Object.assign(metadata, { config: JSON.stringify(config), loop: JSON.stringify(loop) });
}

function moreClasses({ tensors, metadata }: Forgery): void {
  metadata.classes = "11";
  for (const [name, { shape, data }] of tensors) {
    if (name.includes("fc.")) {
      tensors.set(name, { shape: [11, ...shape.slice(1)], data: new Float32Array((data.length / 10) * 11) });
    }
    if (name === "examples.times_predicted") tensors.set(name, { shape: [330, 11], data: new Uint8Array(330 * 11) });
  }
}

async function collect(events: AsyncIterable<TrainEvent>): Promise<TrainEvent[]> {
  const all: TrainEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

async function drain(events: AsyncIterable<TrainEvent>): Promise<void> {
  for await (const _ of events);
}

async function stopAfter(steps: number, start: (signal: AbortSignal) => AsyncIterable<TrainEvent>): Promise<void> {
  const controller = new AbortController();
  for await (const event of start(controller.signal)) {
    if (steps === 0 || (event.type === "step" && event.steps === steps)) controller.abort();
  }
}
