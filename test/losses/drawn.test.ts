import { describe, expect, test } from "vitest";
import { trainingState } from "../../src/losses/loss.js";
import { parseLoss } from "../../src/losses/registry.js";
import { createRandom } from "../../src/random.js";

function selectedOf(weights: Float32Array): number[] {
  return [...weights.keys()].filter((i) => weights[i] !== 0);
}

describe("random", () => {
  test("selects every set of its size about equally often", () => {
    const loss = parseLoss("random:keep=0.5");
    const state = trainingState();
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw++) {
      const weights = new Float32Array(4);
      loss.apply(Float32Array.of(1, 2, 3, 4), weights, state);
      const key = selectedOf(weights).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 1000 expected, standard deviation 29
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  test("selects max(1, floor(keep N)) examples, or the scheduled fraction", () => {
    const loss = parseLoss("random");
    const count = (n: number, keptFraction?: number) => {
      const weights = new Float32Array(n);
      loss.apply(new Float32Array(n).fill(1), weights, { ...trainingState(), keptFraction });
      return selectedOf(weights).length;
    };
    expect([1, 2, 3, 64].map((n) => count(n))).toEqual([1, 1, 1, 21]);
    expect([1, 0.5, 0.01].map((fraction) => count(64, fraction))).toEqual([64, 32, 1]);
  });
});

describe("selective-backprop", () => {
  test("selects by the share of recent losses that are no larger", () => {
    const beta = 2;
    const limit = 40;
    const loss = parseLoss(`selective-backprop:beta=${beta},history=${limit}`);
    const state = trainingState(7);
    const draws = createRandom(7, "loss");
    const source = createRandom(1, "weights");
    const seen: number[] = [];
    let drawnSteps = 0;
    // 100 is more than the history holds
    for (const n of [16, 16, 8, 16, 1, 100, 16, 16]) {
      const losses = Float32Array.from({ length: n }, () => Math.floor(source.float() * 50) / 16);
      const weights = new Float32Array(n);
      const objective = loss.apply(losses, weights, state);

      seen.push(...losses);
      const recent = seen.slice(-limit);
      const share = (value: number) => recent.filter((other) => other <= value).length / limit;
      let expected = [...losses.keys()];
      if (seen.length >= limit) {
        drawnSteps++;
        expected = expected.filter((i) => draws.float() < share(losses[i]) ** beta);
        if (expected.length === 0) expected = [losses.indexOf(Math.max(...losses))];
      }
      expect(selectedOf(weights)).toEqual(expected);
      expect(objective).toBeCloseTo(expected.reduce((sum, i) => sum + losses[i], 0) / expected.length, 12);
    }
    expect(drawnSteps).toBe(6);
  });

  test("selects the hardest example when the draw selects none", () => {
    const loss = parseLoss("selective-backprop:beta=1e300,history=4");
    const state = trainingState();
    state.arrays.set("selective-backprop.history", Float32Array.of(9, 9, 9, 9));
    const weights = new Float32Array(3);
    expect(loss.apply(Float32Array.of(1, 2, 2), weights, state)).toBe(2);
    expect([...weights]).toEqual([0, 1, 0]);
  });

  test("selects everything at beta=0", () => {
    const loss = parseLoss("selective-backprop:beta=0,history=1");
    const weights = new Float32Array(3);
    expect(loss.apply(Float32Array.of(0, 1, 2), weights, trainingState())).toBe(1);
    expect(selectedOf(weights)).toEqual([0, 1, 2]);
  });
});
