import { createHash } from "node:crypto";
import { endianness } from "node:os";
import { describe, expect, test } from "vitest";
import { trainingState } from "../../src/losses/loss.js";
import { exp, expm1, log, logOneMinusExp } from "../../src/losses/parts/elementary.js";
import { lossDefinitions } from "../../src/losses/registry.js";
import { createRandom } from "../../src/random.js";

function sha256(values: Float32Array | Float64Array): string {
  return createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex").slice(0, 16);
}

/** Recorded once; the same on every Node version and machine. */
describe.skipIf(endianness() === "BE")("the same bits everywhere", () => {
  test("elementary functions", () => {
    const points = Float64Array.from({ length: 4000 }, (_, i) => (i + 1) / 64);
    expect(sha256(points.map((x) => exp(-x)))).toMatchInlineSnapshot(`"1ed5723a3de678f5"`);
    expect(sha256(points.map((x) => expm1(-x)))).toMatchInlineSnapshot(`"aacd34548771edbb"`);
    expect(sha256(points.map(log))).toMatchInlineSnapshot(`"fa6890072b3cb69c"`);
    expect(sha256(points.map(logOneMinusExp))).toMatchInlineSnapshot(`"f98cdabaee09caa0"`);
  });

  test("objectives and weights of twenty steps of every loss", () => {
    const sums = Object.fromEntries(
      lossDefinitions.map((definition) => {
        const loss = definition.create();
        const state = trainingState();
        const source = createRandom(3, "weights");
        const all = new Float64Array(20 * 65);
        for (let step = 0; step < 20; step++) {
          const weights = new Float32Array(64);
          const losses = Float32Array.from(weights, () => source.float() * 4);
          all[step * 65] = loss.apply(losses, weights, state);
          all.set(weights, step * 65 + 1);
        }
        return [definition.name, sha256(all)];
      }),
    );
    expect(sums).toMatchInlineSnapshot(`
      {
        "blended": "243e988504fc6925",
        "ce": "64d678faeec0e938",
        "focal": "324883641a036e1b",
        "ohem": "0e276b0485605098",
        "random": "975a04ac40c91518",
        "selective-backprop": "67f53481e3d1f116",
        "small-loss": "330d3da41164f5d1",
        "threshold": "8fe8852769067281",
        "weighted": "75c04f2376fbdcc7",
      }
    `);
  });
});
