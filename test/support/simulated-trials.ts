import { packBits } from "../../src/compare/bits.js";
import { type CurvePoint, type Trial, trialId, trialSettings } from "../../src/compare/trial.js";
import { resolveConfig } from "../../src/config/resolve-config.js";
import type { Settings } from "../../src/config/settings.js";
import { createRandom, type Random } from "../../src/random.js";
import { normal } from "./normal.js";

export interface SimulatedContestant {
  readonly loss: string;
  /** true difference from the baseline, a share */
  readonly effect?: number;
  /** selected examples of all */
  readonly share?: number;
  /** seeds in which it diverges */
  readonly diverges?: readonly number[];
  /** seeds in which it collapses to the uniform answer */
  readonly collapses?: readonly number[];
  readonly settings?: Settings;
}

export interface Simulation {
  readonly contestants: readonly SimulatedContestant[];
  readonly seeds: readonly number[];
  readonly epochs?: number;
  /** standard deviation of a seed's difference from the baseline */
  readonly deviation?: number;
  readonly settings?: Settings;
  readonly randomSeed?: number;
}

const [train, test, batchSize] = [60_000, 10_000, 64];
/** Of a baseline; the further from its end, the lower. */
const finalAccuracy = 0.9885;
const accuracyAt = (epoch: number, epochs: number, final: number) => final - 0.02 * (1 / epoch - 1 / epochs);
/** Of the variance of a difference; two differences from one baseline then correlate by as much. */
const ofBaseline = 0.65;

/** Trials of a comparison that nobody trained: all figures are drawn, and fit each other. */
export function simulateTrials(simulation: Simulation): Trial[] {
  const { contestants, seeds, deviation = 0.0011, epochs = 10, randomSeed = 1 } = simulation;
  const random = createRandom(randomSeed, "weights");
  const difficulty = Array.from({ length: test }, () => random.float());
  return seeds.flatMap((seed) => {
    const shared = normal(random);
    return contestants.map((contestant, i) => {
      const noise = i === 0 ? Math.sqrt(ofBaseline) * shared : Math.sqrt(1 - ofBaseline) * normal(random);
      const drawn = finalAccuracy + (contestant.effect ?? 0) + deviation * noise;
      const diverged = contestant.diverges?.includes(seed) ?? false;
      const collapsed = contestant.collapses?.includes(seed) ?? false;
      const right = diverged || collapsed ? test / 10 : Math.round(test * drawn);
      return simulateTrial({ contestant, simulation, seed, epochs, right, diverged, collapsed, difficulty, random });
    });
  });
}

interface TrialParts {
  readonly contestant: SimulatedContestant;
  readonly simulation: Simulation;
  readonly seed: number;
  readonly epochs: number;
  readonly right: number;
  readonly diverged: boolean;
  readonly collapsed: boolean;
  readonly difficulty: readonly number[];
  readonly random: Random;
}

function simulateTrial(parts: TrialParts): Trial {
  const { contestant, simulation, seed, epochs, right, diverged, collapsed, difficulty, random } = parts;
  const { loss, share = 1, settings } = contestant;
  const config = resolveConfig({ ...simulation.settings, ...settings, loss, seed, epochs });
  const identity = {
    settings: trialSettings(config),
    data: { name: "mnist", sha256: "5e".repeat(32), train, test },
    engine: "wasm",
    arithmetic: 1,
  } as const;
  const points = Array.from({ length: diverged ? 1 : epochs }, (_, i): CurvePoint => {
    const epoch = i + 1;
    const accuracy = epoch === epochs || diverged ? right / test : accuracyAt(epoch, epochs, right / test);
    return {
      epoch,
      steps: epoch * Math.ceil(train / batchSize),
      forwardExamples: epoch * train,
      backwardExamples: Math.round(epoch * train * share),
      testAccuracy: accuracy,
      balancedAccuracy: accuracy - 0.0003,
      meanLoss: diverged ? null : collapsed ? 2.3017 : 0.3 / epoch,
      testLoss: diverged ? null : collapsed ? 2.3021 : 0.04 + 0.001 * random.float(),
    };
  });
  return {
    ...identity,
    id: trialId(identity),
    ohem: "1.2.3",
    curve: points,
    correct: packBits(rightImages(difficulty, right, random)),
    diverged: diverged ? { epoch: 0, step: 900, reason: "the objective is not finite" } : null,
    timings: {
      startedAt: "2026-01-02T03:04:05.000Z",
      host: "simulated",
      cpu: "none",
      threads: 1,
      trainSeconds: 10,
      forwardSeconds: 4e-6 * (1 + 0.05 * random.float()),
      backwardSeconds: 7e-6 * (1 + 0.05 * random.float()),
      updateSeconds: 2e-5 * (1 + 0.05 * random.float()),
    },
  };
}

/** As many as `right`: mostly the same images in every trial. */
function rightImages(difficulty: readonly number[], right: number, random: Random): boolean[] {
  const hardness = difficulty.map((value) => value + 0.01 * random.float());
  const limit = hardness.toSorted((a, b) => a - b)[right] ?? Number.POSITIVE_INFINITY;
  return hardness.map((value) => value < limit);
}
