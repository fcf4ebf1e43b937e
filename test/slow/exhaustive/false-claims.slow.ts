import { describe, expect, test } from "vitest";
import type { Comparison, Look } from "../../../src/compare/comparison.js";
import { findContestants } from "../../../src/compare/contestants.js";
import type { Trial } from "../../../src/compare/trial.js";
import { verdict } from "../../../src/compare/verdict.js";
import { createRandom, type Random } from "../../../src/random.js";
import { heavyTailed, normal } from "../../support/normal.js";
import { simulateTrials } from "../../support/simulated-trials.js";

/**
 * The tool's own error rate: simulated comparisons whose truth is known. A claim that is false may be made in at most
 * 5% of them, over all that a comparison says. OHEM_VERDICTS=20000 makes as many in each cell.
 */
const comparisons = Number(process.env.OHEM_VERDICTS ?? 1000);
const alpha = 0.05;
const margin = 0.001;
/** of a difference; what was measured after ten epochs is 0.0010 to 0.0014, and less makes it easier to be sure */
const deviation = 0.0008;
/** of two differences from one baseline: its share of their variance */
const correlation = 0.65;

type Noise = (random: Random) => number;
const noises: Readonly<Record<string, Noise>> = { normal, "heavy tails": heavyTailed };

/** True differences of k contestants. */
const truths: Readonly<Record<string, (k: number) => number[]>> = {
  "no difference": (k) => new Array(k).fill(0),
  "at the margin": (k) => Array.from({ length: k }, (_, i) => (i % 2 === 0 ? margin : -margin)),
  "half at the margin": (k) => Array.from({ length: k }, (_, i) => (i % 2 === 0 ? 0 : margin)),
};

const losses = ["ce", "focal:gamma=1", "focal:gamma=2", "focal:gamma=3", "focal:gamma=4"];
const mostSeeds = 24;
const templates = simulateTrials({
  contestants: losses.map((loss) => ({ loss })),
  seeds: [...Array(mostSeeds).keys()],
  epochs: 1,
});
const plan = findContestants(templates);

/** Trials with drawn accuracies, in images of 10,000. [seeds][1 + k] */
function draw(effects: readonly number[], seeds: number, noise: Noise, random: Random): Trial[][] {
  return Array.from({ length: seeds }, (_, seed) => {
    const shared = Math.sqrt(correlation) * noise(random);
    return [0, ...effects].map((effect, i) => {
      const own = i === 0 ? shared : Math.sqrt(1 - correlation) * noise(random);
      const accuracy = Math.round(10_000 * (0.9885 + effect + deviation * own)) / 10_000;
      return withAccuracy(templates[seed * losses.length + i], accuracy);
    });
  });
}

/** Of two test images only: what is said about new ones takes time, and is not claimed. */
function withAccuracy(trial: Trial, testAccuracy: number): Trial {
  return { ...trial, data: { ...trial.data, test: 2 }, correct: "AQ==", curve: [{ ...trial.curve[0], testAccuracy }] };
}

function claimsFalsely({ contestants }: Comparison, effects: readonly number[]): boolean {
  return contestants.slice(1).some(({ verdict, withinMargin }, i) => {
    if (withinMargin && Math.abs(effects[i]) >= margin) return true;
    return (verdict === "better" && effects[i] <= 0) || (verdict === "worse" && effects[i] >= 0);
  });
}

/** Share of comparisons with a false claim. */
function rate(count: number, claims: (random: Random) => boolean): number {
  const random = createRandom(16, "batches");
  let wrong = 0;
  for (let i = 0; i < count; i++) if (claims(random)) wrong++;
  return wrong / count;
}

function expectAtMost(allowed: number, found: number, count: number, what: string): void {
  console.log(`false claims, ${what}: ${(100 * found).toFixed(2)}% of ${count}`);
  expect(found).toBeLessThanOrEqual(allowed + 2 * Math.sqrt((allowed * (1 - allowed)) / count));
}

/** Two and three seeds are where accuracies, counted in images, may have no spread at all. */
const cells = Object.keys(noises).flatMap((noise) => [
  ...[1, 4].flatMap((k) => [2, 3, 5, 10].map((seeds) => ({ noise, truth: "no difference", k, seeds }))),
  ...[1, 4].flatMap((k) => [5, 10].map((seeds) => ({ noise, truth: "at the margin", k, seeds }))),
  ...[5, 10].map((seeds) => ({ noise, truth: "half at the margin", k: 4, seeds })),
]);

describe("one look", () => {
  test.each(cells)("$noise, $truth, $k contestants, $seeds seeds", ({ noise, truth, k, seeds }) => {
    const effects = truths[truth](k);
    const found = rate(comparisons, (random) => {
      const trials = draw(effects, seeds, noises[noise], random).flat();
      return claimsFalsely(verdict(trials, { contestants: plan.slice(0, 1 + k), margin }), effects);
    });
    expectAtMost(alpha, found, comparisons, `${noise}, ${truth}, k = ${k}, n = ${seeds}`);
  });
});

describe("a look after every seed", () => {
  const looksAt = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const peek = (at: readonly number[], effects: readonly number[], untilDecided: boolean, random: Random) => {
    const bySeed = draw(effects, at.at(-1)!, normal, random);
    const contestants = plan.slice(0, 1 + effects.length);
    let looks: readonly Look[] = [];
    return at.some((seeds) => {
      const comparison = verdict(bySeed.slice(0, seeds).flat(), { contestants, margin, looks, untilDecided });
      looks = comparison.looks;
      return claimsFalsely(comparison, effects);
    });
  };
  const count = Math.ceil(comparisons / 10);

  test.each(Object.keys(truths).flatMap((truth) => [1, 4].map((k) => ({ truth, k }))))(
    "until it is decided: $truth, $k contestants, 5 to 24 seeds",
    ({ truth, k }) => {
      const effects = truths[truth](k);
      const found = rate(count, (random) => peek(looksAt(5, mostSeeds), effects, true, random));
      expectAtMost(alpha, found, count, `peeking, ${truth}, k = ${k}`);
    },
  );

  test.each(
    Object.keys(truths).flatMap((truth) => [1, 4].flatMap((k) => [5, 10].map((first) => ({ truth, k, first })))),
  )("after a look that was fixed in advance: $truth, $k contestants, $first to 24 seeds", ({ truth, k, first }) => {
    const effects = truths[truth](k);
    const found = rate(count, (random) => peek(looksAt(first, mostSeeds), effects, false, random));
    expectAtMost(alpha, found, count, `fixed at ${first}, then peeking, ${truth}, k = ${k}`);
  });
});
