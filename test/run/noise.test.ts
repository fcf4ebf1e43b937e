import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { resolveConfig } from "../../src/config/resolve-config.js";
import { findResumable } from "../../src/run/resume.js";
import { resume, train } from "../../src/run/train.js";
import type { NoiseFound, TrainEvent } from "../../src/train/events.js";
import { damage, trainLabels, writeSmallData } from "../support/small-data.js";

const folder = mkdtempSync(join(tmpdir(), "ohem-noise-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every third label is set to another class: the net is wrong about them for many epochs. */
function noisyData(): string {
  const data = writeSmallData(folder, "data", 320);
  damage(data, trainLabels, (bytes) => {
    for (let at = 8; at < bytes.length; at += 3) bytes[at] = (bytes[at] + 1 + (at % 9)) % 10;
    return bytes;
  });
  return data;
}

test("a run finds noise once, records it, and does not find it again when it is resumed", {
  timeout: 60_000,
}, async () => {
  const out = join(folder, "run");
  // 40 steps an epoch.
  const given = { data: noisyData(), out, batchSize: 8, epochs: 27, ratio: 3, lr: 1e-4, threads: 1 };
  const events: TrainEvent[] = [];
  for await (const event of train(resolveConfig(given))) events.push(event);
  const found = events.filter((event): event is NoiseFound => event.type === "noise");
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ epoch: 24, steps: 1000, examples: 320, keptFraction: 0.25 });
  expect(events[events.indexOf(found[0]) - 1]).toMatchObject({ type: "epoch", epoch: 24 });
  expect(events.at(-1)).toMatchObject({ type: "finished", noise: found[0] });
  const lines = readFileSync(join(out, "metrics.jsonl"), "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line)).filter(({ type }) => type === "noise")).toEqual(found);

  const resumed: TrainEvent[] = [];
  for await (const event of resume(await findResumable(out, { extendEpochs: 1 }))) resumed.push(event);
  expect(resumed.filter(({ type }) => type === "noise")).toEqual([]);
  expect(resumed.at(-1)).toMatchObject({ type: "finished", noise: found[0] });
});
