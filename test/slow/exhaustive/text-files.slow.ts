import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeCheckpoint } from "../../../src/checkpoint/read-checkpoint.js";
import { readConfigFile } from "../../../src/config/read-config-file.js";
import { settingsSchema } from "../../../src/config/settings.js";
import { FileFormatError, InputError } from "../../../src/errors/errors.js";
import { lockHolder } from "../../../src/files/lock-file.js";
import { createRandom } from "../../../src/random.js";
import { findRun } from "../../../src/run/find-run.js";
import { cutMetrics, isFinished } from "../../../src/run/metrics-file.js";
import { forge } from "../../support/forge.js";
import { modelBytes } from "../../support/model-bytes.js";
import { mutateText } from "../../support/mutation/text-files.js";

/** OHEM_FUZZ and OHEM_FUZZ_SEED make it longer and different. */
const count = Number(process.env.OHEM_FUZZ ?? 20_000);
const seed = Number(process.env.OHEM_FUZZ_SEED ?? 3);

const config = `{
  "$schema": "./schema.json", "description": "a recipe",
  "loss": "ohem:ratio=3,normalize=batch", "epochs": 2, "batchSize": 32, "lr": 0.001, "seed": 7, "data": "mnist",
  "engine": "wasm", "threads": 2, "out": "run", "logInterval": 10, "evalEvery": 1, "checkpointEvery": 100,
  "minAccuracy": 0.9, "warmupEpochs": 1, "annealEpochs": 1, "keepAt": "0.9=0.5"
}
`;
const lock = JSON.stringify({
  pid: process.pid,
  host: hostname(),
  started: "2026-01-02T03:04:05.678Z",
  identity: "another boot 1",
  token: "t",
});
const metrics = [
  { type: "run", version: "1.2.3", loss: "ce" },
  { type: "step", epoch: 0, steps: 1, objective: 2.3 },
  { type: "step", epoch: 0, steps: 2, objective: 2.25 },
  { type: "epoch", epoch: 0, steps: 2 },
  { type: "evaluation", steps: 2, testAccuracy: 0.1 },
  { type: "checkpoint", steps: 2, file: "model.safetensors" },
  { type: "step", epoch: 1, steps: 3, objective: 2.2 },
  { type: "finished", complete: true, steps: 3 },
]
  .map((event) => `${JSON.stringify(event)}\n`)
  .join("");

describe(`${count} mutations`, { timeout: 1e9 }, () => {
  const top = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ohem-fuzz-"));
  const before = process.cwd();
  beforeAll(() => {
    process.chdir(top);
    mkdirSync("runs/run", { recursive: true });
    writeFileSync("runs/run/model.safetensors", "");
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(top, { recursive: true });
  });

  test("of a file of settings: refused with its name and a place, or read as JSON reads it", () =>
    fuzz(config, "config.json", async (file, text) => {
      const settings = await readConfigFile(file);
      expect(settings).toEqual(JSON.parse(asText(text)));
      expect(v.is(settingsSchema, settings)).toBe(true);
    }));

  test("of a lock: it has a holder or it has none", () =>
    fuzz(lock, "lock", async (file) => {
      const old = new Date(Date.now() - 60_000);
      utimesSync(file, old, old);
      const holder = await lockHolder(file);
      if (holder !== undefined) expect(holder).toMatchObject({ pid: expect.any(Number), host: expect.any(String) });
    }));

  test("of runs/latest: refused, or the model of a folder that is there", () =>
    fuzz("run\n", "runs/latest", async () => {
      const { model } = await findRun();
      expect(existsSync(model)).toBe(true);
    }));

  test("of metrics.jsonl: refused, or some of its lines in their order, and none of later steps", () =>
    fuzz(metrics, "metrics.jsonl", async (file, text) => {
      expect(typeof (await isFinished(file))).toBe("boolean");
      await cutMetrics(file, 2);
      const given = asText(text).split("\n").slice(0, -1);
      const kept = readFileSync(file, "utf8").split("\n").slice(0, -1);
      let at = 0;
      for (const line of kept) {
        at = given.indexOf(line, at) + 1;
        expect(at).toBeGreaterThan(0);
        const { type, steps = 0 } = JSON.parse(line);
        expect(steps <= 2 && type !== "finished").toBe(true);
      }
    }));

  test.each(["config", "loop"] as const)(
    "of a model's %s, with its digests made right: refused, or of the right form",
    async (name) => {
      const model = await modelBytes();
      let text = "";
      forge(model, ({ metadata }) => {
        text = metadata[name];
      });
      await fuzz(text, "mutant", async (_, mutant) => {
        const forged = forge(model, ({ metadata }) => {
          metadata[name] = mutant.toString();
        });
        const checkpoint = decodeCheckpoint(forged, resolve("mutant"));
        expect(checkpoint[name]).toEqual(JSON.parse(mutant.toString()));
      });
    },
  );

  /** @param read takes the mutant, or refuses it with a FileFormatError (an InputError if it names a missing file) */
  async function fuzz(text: string, name: string, read: (file: string, text: Buffer) => Promise<void>): Promise<void> {
    const random = createRandom(seed, "batches");
    const file = resolve(name);
    const good = Buffer.from(text);
    const tally = { accepted: 0, refused: 0, slowestMilliseconds: 0 };
    for (let index = 0; index < count; index++) {
      const mutant = mutateText(good, random);
      writeFileSync(file, mutant);
      const started = performance.now();
      try {
        await read(file, mutant);
        tally.accepted++;
      } catch (error) {
        const { message } = error as Error;
        const shown = JSON.stringify(mutant.toString("latin1").slice(0, 500));
        if (!(error instanceof InputError)) throw new Error(`mutant ${index}: ${message}: ${shown}`, { cause: error });
        if (error instanceof FileFormatError)
          expect({ file: error.file, field: error.field }, shown).toEqual({ file, field: expect.stringMatching(/./) });
        else expect(name, `${message}: ${shown}`).toBe("runs/latest");
        tally.refused++;
      }
      tally.slowestMilliseconds = Math.max(tally.slowestMilliseconds, Math.round(performance.now() - started));
      if (Object.keys(Object.prototype).length > 0) throw new Error(`mutant ${index} reached Object.prototype`);
    }
    console.log(`${name}: ${JSON.stringify(tally)}`);
    expect(tally.refused + tally.accepted).toBe(count);
    expect(tally.slowestMilliseconds, "a generous limit: nothing hangs").toBeLessThan(30_000);
  }
});

/** A byte order mark before it is none of the text. */
function asText(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}
