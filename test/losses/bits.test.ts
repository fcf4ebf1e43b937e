import { createHash } from "node:crypto";
import { endianness } from "node:os";
import { describe, expect, it } from "vitest";
import { exp, expm1, log, logOneMinusExp } from "../../src/losses/elementary.js";
import { lossDefinitions } from "../../src/losses/registry.js";
import { createRandom } from "../../src/random.js";
import { trainingState } from "./state.js";

function sha256(values: Float32Array | Float64Array): string {
  return createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex").slice(0, 16);
}

/** The same on every version of Node and every machine: these were written down once. */
describe.skipIf(endianness() === "BE")("the same bits everywhere", () => {
  it("elementary functions", () => {
    const points = Float64Array.from({ length: 4000 }, (_, i) => (i + 1) / 64);
    expect(sha256(points.map((x) => exp(-x)))).toMatchInlineSnapshot(`"1ed5723a3de678f5"`);
    expect(sha256(points.map((x) => expm1(-x)))).toMatchInlineSnapshot(`"aacd34548771edbb"`);
    expect(sha256(points.map(log))).toMatchInlineSnapshot(`"fa6890072b3cb69c"`);
    expect(sha256(points.map(logOneMinusExp))).toMatchInlineSnapshot(`"f98cdabaee09caa0"`);
  });

  it("objectives and gradients of twenty steps of every loss", () => {
    const sums = Object.fromEntries(
      lossDefinitions.map((definition) => {
        const loss = definition.create();
        const state = trainingState();
        const source = createRandom(3, "weights");
        const all = new Float64Array(20 * 65);
        for (let step = 0; step < 20; step++) {
          const gradient = new Float32Array(64);
          const losses = Float32Array.from(gradient, () => source.float() * 4);
          all[step * 65] = loss.apply(losses, gradient, state);
          all.set(gradient, step * 65 + 1);
        }
        return [definition.name, sha256(all)];
      }),
    );
    expect(sums).toMatchInlineSnapshot(`
      {
        "blended": "0b81204c478cc072",
        "ce": "0126995384212a27",
        "focal": "f4767a6639a8d462",
        "ohem": "54c42a51462c5b9f",
        "random": "1a24da300e2ec9d7",
        "selective-backprop": "c5f4b8e825819a67",
        "small-loss": "052bc93695b73193",
        "threshold": "1622bb60cbb1943b",
        "weighted": "b5a809740326ea80",
      }
    `);
  });
});
