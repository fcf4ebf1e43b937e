import { availableParallelism } from "node:os";
import { beforeAll, expect, test } from "vitest";
import { findContestants } from "../../src/compare/contestants.js";
import { trainTrials } from "../../src/compare/train-trials.js";
import type { Trial } from "../../src/compare/trial.js";
import { verdict } from "../../src/compare/verdict.js";
import { resolveConfig } from "../../src/config/resolve-config.js";
import { loadData } from "../../src/data/load.js";
import { simulateTrials } from "../support/simulated-trials.js";

/**
 * The tool's own error rate on real trainings: ce against ce with other seeds, one epoch on 3,000 examples. Whatever it
 * calls better or worse is a false claim. OHEM_SAME=200 makes as many comparisons of each kind, from 10,000 trainings.
 */
const comparisons = Number(process.env.OHEM_SAME ?? 10);
const alpha = 0.05;
const kinds = [1, 4].flatMap((k) => [5, 10].map((seeds) => ({ k, seeds })));
const trainings = comparisons * Math.max(...kinds.map(({ k, seeds }) => (1 + k) * seeds));

/** Fewer than there are take less time. */
const testImages = 2000;

/** Names for one and the same training. */
const names = ["ce", "focal:gamma=1", "focal:gamma=2", "focal:gamma=3", "focal:gamma=4"];
const templates = simulateTrials({ contestants: names.map((loss) => ({ loss })), seeds: [0], epochs: 1 });

/** Each of a seed of its own, which decides weights, order and examples: they share nothing but the test images. */
const pool: Trial[] = [];

beforeAll(async () => {
  const { test: all, ...rest } = await loadData("mnist");
  const images = all.images.subarray(0, testImages * 28 * 28);
  const data = { ...rest, test: { images, labels: all.labels.subarray(0, testImages), count: testImages } };
  const tasks = Array.from({ length: trainings }, (_, seed) => {
    return { config: resolveConfig({ loss: "ce", epochs: 1, trainExamples: 3000, seed }) };
  });
  for await (const { trial } of trainTrials(tasks, { data, curve: 1, jobs: availableParallelism() })) pool.push(trial);
  pool.sort((a, b) => a.settings.seed - b.settings.seed);
}, 60_000 * comparisons);

// Comparisons of a kind share no training, so they are independent; those of different kinds are not.
test.each(kinds)(
  "$k contestants, $seeds seeds",
  ({ k, seeds }) => {
    const size = (1 + k) * seeds;
    const contestants = findContestants(templates).slice(0, 1 + k);
    let [claiming, claims] = [0, 0];
    for (let first = 0; first < comparisons * size; first += size) {
      const trials = pool.slice(first, first + size).map((trial, i): Trial => {
        const { settings } = contestants[i % (1 + k)];
        return { ...trial, settings: { ...settings, seed: Math.floor(i / (1 + k)) } };
      });
      const found = verdict(trials, { contestants }).contestants.slice(1);
      const wrong = found.filter((pair) => pair.verdict === "better" || pair.verdict === "worse").length;
      claims += wrong;
      if (wrong > 0) claiming++;
    }
    console.log(
      `same against same, ${k} contestants, ${seeds} seeds: ${claiming} of ${comparisons} claim (${claims} pairs)`,
    );
    expect(claiming / comparisons).toBeLessThanOrEqual(alpha + 2 * Math.sqrt((alpha * (1 - alpha)) / comparisons));
  },
  600_000,
);
