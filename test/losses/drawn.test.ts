import { describe, expect, it } from "vitest";
import { parseLoss } from "../../src/losses/registry.js";
import { createRandom } from "../../src/random.js";
import { trainingState } from "../support/loss-state.js";

function selectedOf(gradient: Float32Array): number[] {
  return [...gradient.keys()].filter((i) => gradient[i] !== 0);
}

describe("random", () => {
  it("selects every set of its size about equally often", () => {
    const loss = parseLoss("random:keep=0.5");
    const state = trainingState();
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw++) {
      const gradient = new Float32Array(4);
      loss.apply(Float32Array.of(1, 2, 3, 4), gradient, state);
      const key = selectedOf(gradient).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 1000 expected, standard deviation 29
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it("keeps max(1, floor(keep N)), or what a schedule puts in force", () => {
    const loss = parseLoss("random");
    const count = (n: number, keptFraction?: number) => {
      const gradient = new Float32Array(n);
      loss.apply(new Float32Array(n).fill(1), gradient, { ...trainingState(), keptFraction });
      return selectedOf(gradient).length;
    };
    expect([1, 2, 3, 64].map((n) => count(n))).toEqual([1, 1, 1, 21]);
    expect([1, 0.5, 0.01].map((fraction) => count(64, fraction))).toEqual([64, 32, 1]);
  });
});

describe("selective-backprop", () => {
  it("selects by the share of the last losses that are no larger", () => {
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
      const gradient = new Float32Array(n);
      const objective = loss.apply(losses, gradient, state);

      seen.push(...losses);
      const recent = seen.slice(-limit);
      const share = (value: number) => recent.filter((other) => other <= value).length / limit;
      let expected = [...losses.keys()];
      if (seen.length >= limit) {
        drawnSteps++;
        expected = expected.filter((i) => draws.float() < share(losses[i]) ** beta);
        if (expected.length === 0) expected = [losses.indexOf(Math.max(...losses))];
      }
      expect(selectedOf(gradient)).toEqual(expected);
      expect(objective).toBeCloseTo(expected.reduce((sum, i) => sum + losses[i], 0) / expected.length, 12);
    }
    expect(drawnSteps).toBe(6);
  });

  it("selects the hardest when chance selects none", () => {
    const loss = parseLoss("selective-backprop:beta=1e300,history=4");
    const state = trainingState();
    state.arrays.set("selective-backprop.history", Float32Array.of(9, 9, 9, 9));
    const gradient = new Float32Array(3);
    expect(loss.apply(Float32Array.of(1, 2, 2), gradient, state)).toBe(2);
    expect([...gradient]).toEqual([0, 1, 0]);
  });

  it("selects everything at beta=0", () => {
    const loss = parseLoss("selective-backprop:beta=0,history=1");
    const gradient = new Float32Array(3);
    expect(loss.apply(Float32Array.of(0, 1, 2), gradient, trainingState())).toBe(1);
    expect(selectedOf(gradient)).toEqual([0, 1, 2]);
  });
});
