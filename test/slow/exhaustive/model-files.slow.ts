import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { loadCheckpoint } from "../../../src/checkpoint/read-checkpoint.js";
import { saveCheckpoint } from "../../../src/checkpoint/write-checkpoint.js";
import { createRandom } from "../../../src/random.js";
import { runModule } from "../../support/child.js";
import { exampleCheckpoint } from "../../support/example-checkpoint.js";
import { emptyFolder, listing } from "../../support/folder.js";
import { modelBytes } from "../../support/model-bytes.js";
import { fuzzModelFiles, requireRefused } from "../../support/mutation/model-files.js";

let bytes: Uint8Array;
beforeAll(async () => {
  bytes = await modelBytes();
});

test("20,000 mutations of a model file are refused; OHEM_FUZZ sets another number", () => {
  const count = Number(process.env.OHEM_FUZZ ?? 20_000);
  const seed = Number(process.env.OHEM_FUZZ_SEED ?? 2);
  const { unchanged, refused, tensorsAccepted } = fuzzModelFiles(bytes, count, seed);
  console.log(
    `${refused} mutations refused, ${tensorsAccepted} of them only by their digests, ${unchanged} changed nothing`,
  );
  expect(unchanged + refused).toBe(count);
});

test("every prefix of a model file is refused", () => {
  for (let length = 0; length < bytes.length; length++) requireRefused(bytes.subarray(0, length), `${length} bytes`);
});

test("whenever the writer is killed, a whole model is there: 200 kills", async () => {
  const folder = emptyFolder();
  const file = join(folder, "model.safetensors");
  await saveCheckpoint(file, exampleCheckpoint());
  const random = createRandom(3, "weights");
  let atWork = 0;
  for (let kill = 0; kill < 200; kill++) {
    const child = runModule(
      `
      const { loadCheckpoint } = await ohem("checkpoint/read-checkpoint.js");
      const { saveCheckpoint } = await ohem("checkpoint/write-checkpoint.js");
      const checkpoint = await loadCheckpoint("model.safetensors");
      console.log("writing");
      for (let version = 1; ; version++) {
        await saveCheckpoint("model.safetensors", { ...checkpoint, version: String(version) });
      }`,
      folder,
    );
    expect(await child.nextLine()).toBe("writing");
    await sleep(random.integer(20));
    child.process.kill("SIGKILL");
    await child.ended;
    const { version } = await loadCheckpoint(file);
    if (listing(folder).length > 1) atWork++;
    expect(version).toMatch(/^[0-9.]+$/);
    for (const name of listing(folder)) if (name !== "model.safetensors") rmSync(join(folder, name));
  }
  console.log(`${atWork} of 200 kills came while a file was half written`);
  expect(atWork).toBeGreaterThan(0);
});
