import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findContestants } from "../../src/compare/contestants.js";
import type { Trial } from "../../src/compare/trial.js";
import { verdict } from "../../src/compare/verdict.js";
import { InputError, SettingError } from "../../src/errors/errors.js";
import { type SimulatedContestant, type Simulation, simulateTrials } from "../support/simulated-trials.js";

const ce: SimulatedContestant = { loss: "ce" };
const miner: SimulatedContestant = { loss: "ohem:ratio=3", share: 0.328, effect: 0.0002 };
const control: SimulatedContestant = { loss: "random:keep=0.333", share: 0.328, effect: -0.0025 };
const focal: SimulatedContestant = { loss: "focal", effect: 0.003 };
const ten = [...Array(10).keys()];
const simulate = (contestants: readonly SimulatedContestant[], more: Partial<Simulation> = {}) =>
  simulateTrials({ contestants, seeds: ten, ...more });

const trials = simulate([ce, miner, control, focal], { deviation: 0.0006 });
const found = verdict(trials);
const byName = (name: string, comparison = found) => comparison.contestants.find((one) => one.name === name)!;

describe("a comparison", () => {
  test("holds all contestants against the baseline, and a miner against its control", () => {
    expect(found.contestants.map(({ name, role, verdict }) => [name, role, verdict])).toEqual([
      ["ce", "baseline", null],
      ["focal:gamma=2", "contestant", "better"],
      ["ohem:ratio=3", "contestant", "equivalent"],
      ["random:keep=0.333", "control", "worse"],
    ]);
    expect(found.against).toMatchObject([{ name: "ohem:ratio=3", against: "random:keep=0.333", verdict: "better" }]);
    expect(found).toMatchObject({ baseline: "ce", seeds: ten, epochs: 10, looks: [{ seeds: 10, rule: "fixed" }] });
  });

  test("its pairs are one family, and its first look spends four fifths of alpha", () => {
    for (const { p, pHolm, equivalenceP, equivalencePHolm } of [...found.contestants.slice(1), ...found.against]) {
      expect(pHolm).toBeCloseTo(Math.min(1, (4 * p!) / 0.8), 12);
      expect(equivalencePHolm).toBeCloseTo(Math.min(1, (4 * equivalenceP!) / 0.8), 12);
    }
  });

  test("costs are counted work times measured costs", () => {
    const { costs } = found.exploratory;
    const time = (share: number) => 600_000 * (costs.forward + share * costs.backward) + 9_380 * costs.update;
    expect(byName("ohem:ratio=3").relativeTime).toBeCloseTo(time(0.328) / time(1), 12);
    expect(byName("ohem:ratio=3").backwardShare).toBeCloseTo(0.328, 12);
  });

  test("is the same to the byte in whatever order its trials come", () => {
    const text = JSON.stringify(found);
    fc.assert(
      fc.property(fc.shuffledSubarray(trials, { minLength: trials.length }), (shuffled) => {
        expect(JSON.stringify(verdict([...shuffled, shuffled[0]]))).toBe(text);
      }),
      { numRuns: 20 },
    );
  });

  test("only what comes from timings depends on them", () => {
    const elsewhere = trials.map((trial) => ({
      ...trial,
      timings: { ...trial.timings, host: "b", forwardSeconds: 1 },
    }));
    const without = (all: readonly Trial[]) =>
      JSON.stringify(verdict(all), (key, value) =>
        /relativeTime|recommended|exploratory/.test(key) ? undefined : value,
      );
    expect(without(elsewhere)).toBe(without(trials));
  });

  test("takes another baseline", () => {
    const other = verdict(trials, { baseline: "random:keep=0.333" });
    expect(other.contestants.map(({ name, role }) => `${role} ${name}`)).toEqual([
      "baseline random:keep=0.333",
      "contestant ce",
      "contestant focal:gamma=2",
      "contestant ohem:ratio=3",
    ]);
    expect(other.against).toEqual([]);
    expect(byName("ce", other).difference).toBeCloseTo(-byName("random:keep=0.333").difference!, 15);
  });

  test("takes a plan, in its order and with its names", () => {
    const contestants = findContestants(trials).slice(0, 3).toReversed();
    const planned = verdict(trials, { contestants: contestants.map((one, i) => ({ ...one, name: `c${i}` })) });
    expect(planned.contestants.map(({ name, role }) => `${role} ${name}`)).toEqual([
      "baseline c0",
      "contestant c1",
      "contestant c2",
    ]);
  });
});

describe("a verdict", () => {
  test("better by less than the margin says both", () => {
    const close = verdict(
      simulate([ce, { loss: "focal", effect: 0.0005 }], { deviation: 0.0003, seeds: [...Array(20).keys()] }),
    );
    expect(close.contestants[1]).toMatchObject({ verdict: "better", withinMargin: true });
  });

  test("too few seeds: not shown, and what they would have shown", () => {
    const { contestants } = verdict(simulate([ce, miner], { seeds: [0, 1, 2] }));
    expect(contestants[1]).toMatchObject({ verdict: "not-shown", withinMargin: false, signFlipP: null });
    expect(contestants[1].smallestDetectable).toBeGreaterThan(0.001);
  });

  test("identical bits are called identical, and take none of the family's alpha", () => {
    const twins = trials
      .filter(({ settings }) => settings.loss === "ce")
      .map((trial) => ({
        ...trial,
        id: trial.id.toUpperCase(),
        settings: { ...trial.settings, loss: "focal:gamma=0" },
      }));
    const { contestants } = verdict([...trials, ...twins]);
    const twin = contestants.find(({ name }) => name.endsWith("=0"))!;
    expect(twin).toMatchObject({
      verdict: "identical",
      withinMargin: true,
      difference: 0,
      p: null,
      pHolm: null,
      ties: 10,
    });
    expect(contestants.find(({ name }) => name.endsWith("=2"))!.pHolm).toBe(byName("focal:gamma=2").pHolm);
  });

  test("collapsed trainings are counted", () => {
    const some = simulate([ce, { ...miner, collapses: [3, 4, 5] }]);
    expect(verdict(some).contestants.map(({ collapsed }) => collapsed)).toEqual([0, 3]);
    // Trials of early versions did not record the classes; the data of a folder may have any number.
    const withData = (data: Partial<Trial["data"]>) =>
      verdict(some.map((trial) => ({ ...trial, data: { ...trial.data, ...data } }))).contestants[1].collapsed;
    expect(withData({ name: null })).toBe(0);
    expect(withData({ name: null, classes: 10 })).toBe(3);
    expect(withData({ classes: 26 })).toBe(0);
  });

  test("a copy of a trial that does not record its classes is a copy", () => {
    const copies = trials.map((trial) => ({ ...trial, data: { ...trial.data, classes: 10 } }));
    expect(verdict([...trials, ...copies])).toEqual(found);
  });

  test("diverged trainings count as they ended, and are counted", () => {
    const { contestants, exploratory } = verdict(simulate([ce, { ...miner, diverges: [3, 4] }]));
    expect(contestants[1]).toMatchObject({ diverged: 2, verdict: "not-shown" });
    expect(contestants[1].mean).toBeCloseTo(0.81, 2);
    // What they did not train is no saving.
    expect(contestants[1].relativeTime).toBeCloseTo(byName("ohem:ratio=3").relativeTime!, 2);
    expect(exploratory.contestants[1].equalTime!.seeds).toBeGreaterThanOrEqual(8);
  });

  test("balanced accuracy is another figure", () => {
    const balanced = verdict(trials, { metric: "balanced-accuracy" });
    expect(balanced.contestants[0].mean).toBeCloseTo(byName("ce").mean - 0.0003, 12);
    expect(balanced.exploratory.contestants[1].newImages).toBeNull();
  });
});

describe("more than one look", () => {
  test("the rule of every later look is the one for many", () => {
    const first = verdict(simulate([ce, miner], { seeds: ten }));
    const more = simulate([ce, miner], { seeds: [...ten, 10, 11] });
    const second = verdict(more, { looks: first.looks });
    expect(second.looks).toEqual([
      { seeds: 10, rule: "fixed" },
      { seeds: 12, rule: "sequential" },
    ]);
    const width = ({ contestants: [, { interval }] }: typeof first) => interval![1] - interval![0];
    expect(width(second)).toBeGreaterThan(1.5 * width(verdict(more)));
    expect(verdict(more, { looks: second.looks })).toEqual(second);
    const [{ p, pHolm }] = second.contestants.slice(1);
    expect(pHolm).toBeCloseTo(Math.min(1, p! / 0.2), 12);
  });

  test("one with missing trials is not the look that was planned", () => {
    const { looks, contestants } = verdict(simulate([ce, focal]), { missingTrials: 2 });
    expect(looks).toEqual([{ seeds: 10, rule: "sequential" }]);
    expect(contestants[1].pHolm).toBeCloseTo(contestants[1].p! / 0.2, 12);
  });

  test("until it is decided, from the first look on", () => {
    const { looks, contestants } = verdict(simulate([ce, miner], { seeds: [0, 1, 2, 3] }), { untilDecided: true });
    expect(looks).toEqual([{ seeds: 4, rule: "sequential" }]);
    expect(contestants[1]).toMatchObject({ interval: null, smallestDetectable: null, verdict: "not-shown" });
    expect(contestants[1].pHolm).toBe(contestants[1].p);
  });
});

describe("the recommendation", () => {
  test("is the cheapest that is within the margin and not worse", () => {
    expect(verdict(simulate([ce, miner, control], { deviation: 0.0004 })).recommended).toBe("ohem:ratio=3");
  });

  test("is what is better, where nothing is cheaper", () => {
    expect(verdict(simulate([ce, focal, control])).recommended).toBe("focal:gamma=2");
  });

  test("is the baseline where nothing was shown", () => {
    expect(verdict(simulate([ce, miner, control], { deviation: 0.01 })).recommended).toBe("ce");
  });
});

describe("other axes", () => {
  const { contestants } = verdict(trials, { target: 0.98 }).exploratory;
  const mined = contestants.find(({ name }) => name === "ohem:ratio=3")!;

  test("at equal backward passes the baseline has trained as many epochs as that buys", () => {
    expect(mined.equalBackward).toMatchObject({ epochs: 10, seeds: 10 });
    expect(mined.equalBackward!.baselineEpochs).toBeCloseTo(3.28, 12);
    expect(mined.equalBackward!.difference).toBeGreaterThan(0.003);
  });

  test("at equal time it has trained longer than that", () => {
    expect(mined.equalTime!.baselineEpochs).toBeCloseTo(10 * byName("ohem:ratio=3").relativeTime!, 12);
  });

  test("new images make an interval no narrower", () => {
    const [low, high] = byName("ohem:ratio=3").interval!;
    expect(mined.newImages![0]).toBeLessThanOrEqual(low + 1e-15);
    expect(mined.newImages![1]).toBeGreaterThanOrEqual(high - 1e-15);
  });

  test("after a further look their intervals follow its rule, and are no narrower than the verdict's", () => {
    const { looks } = verdict(simulate([ce, miner], { seeds: ten }));
    const some = simulate([ce, miner], { seeds: [...ten, 10, 11] });
    const [fixed, further] = [verdict(some), verdict(some, { looks })].map((found) => found.exploratory.contestants[1]);
    const [low, high] = verdict(some, { looks }).contestants[1].interval!;
    expect(further.newImages![0]).toBeLessThanOrEqual(low + 1e-15);
    expect(further.newImages![1]).toBeGreaterThanOrEqual(high - 1e-15);
    const width = ({ equalTime }: typeof fixed) => equalTime!.interval![1] - equalTime!.interval![0];
    expect(width(further)).toBeGreaterThan(1.5 * width(fixed));
  });

  test("a rule that bounds nothing gives them no interval", () => {
    const open = verdict(simulate([ce, miner], { seeds: [0, 1, 2, 3] }), { untilDecided: true });
    expect(open.exploratory.contestants[1]).toMatchObject({ newImages: null, equalTime: { interval: null } });
  });

  test("a target is reached by so many seeds, or not", () => {
    expect(mined.target).toMatchObject({ accuracy: 0.98, reached: 10, seeds: 10, seconds: { wins: 10, losses: 0 } });
    const [, never] = verdict(trials, { target: 0.999 }).exploratory.contestants;
    expect(never.target).toMatchObject({ reached: 0, steps: { median: null, ties: 10, p: 1 } });
  });

  test("a schedule over the whole run has no smaller budgets", () => {
    const scheduled = verdict(simulate([ce, miner], { settings: { lrSchedule: "one-cycle" } }));
    expect(scheduled.exploratory.contestants[1]).toMatchObject({ equalBackward: null, equalTime: null });
    expect(scheduled.exploratory.contestants[1].noBudget).toContain("a one-cycle learning rate depends on the length");
  });

  test("a smaller budget that ends before the curves begin has its reason too", () => {
    const [, once] = verdict(simulate([ce, miner], { epochs: 1 })).exploratory.contestants;
    expect(once).toMatchObject({
      equalBackward: null,
      noBudget: expect.stringContaining("before the first evaluation"),
    });
    expect(mined.noBudget).toBeNull();
  });
});

describe("contestants without a plan", () => {
  test("are named by loss, and by the settings that differ", () => {
    const named = findContestants(simulate([ce, { ...ce, settings: { lr: 0.01, batchSize: 32 } }], { seeds: [0] }));
    expect(named.map(({ name }) => name)).toEqual(["ce batchSize=32 lr=0.01", "ce batchSize=64 lr=0.001"]);
  });

  test("random selection of as many examples is a control; of fewer it is not", () => {
    const fewer = { loss: "random:keep=0.1", share: 0.1 };
    const controls = findContestants(simulate([ce, miner, control, fewer], { seeds: [0] }));
    expect(controls.map(({ name, controlOf }) => [name, controlOf])).toEqual([
      ["ce", []],
      ["ohem:ratio=3", []],
      ["random:keep=0.1", []],
      ["random:keep=0.333", ["ohem:ratio=3"]],
    ]);
  });
});

const changed = (change: (trial: Trial) => Partial<Trial>) =>
  trials.map((trial, i) => (i === 1 ? { ...trial, ...change(trial) } : trial));

test.each<[string, readonly Trial[], Parameters<typeof verdict>[1], RegExp]>([
  ["one contestant", simulate([ce]), {}, /^nothing to compare: expected trials of two contestants or more, got 1$/],
  [
    "one seed",
    simulate([ce, miner], { seeds: [3] }),
    {},
    /^expected at least two seeds with a trial of every .*, got 1$/,
  ],
  [
    "other arithmetic",
    changed(() => ({ arithmetic: 2 })),
    {},
    /cannot be compared: arithmetic is 1 \(.*\.json\) and 2 \(/,
  ],
  ["another engine", changed(() => ({ engine: "tensorflow" })), {}, /: engine is wasm \(.*\.json\) and tensorflow \(/],
  ["other data", changed(({ data }) => ({ data: { ...data, sha256: "f0" } })), {}, /: data.sha256 is 5e.* and f0 \(/],
  [
    "another length",
    [...simulate([ce]), ...simulate([miner], { epochs: 3 })],
    {},
    /: settings.epochs is 10 \(.* and 3 \(/,
  ],
  [
    "a trial twice",
    [...trials, ...simulate([ce], { randomSeed: 2 })],
    {},
    /\.json is there twice, with different figures$/,
  ],
  ["a margin of 0", trials, { margin: 0 }, /^margin: expected a number > 0 and < 1, got 0$/],
  [
    "an unknown baseline",
    trials,
    { baseline: "ohem:ratio=4" },
    /^baseline: no contestant "ohem:ratio=4"; did you mean /,
  ],
])("refused: %s", (_, some, options, message) => {
  expect(() => verdict(some, options)).toThrow(InputError);
  expect(() => verdict(some, options)).toThrow(message);
});

test("refused: balanced accuracy of a test set that lacks a class", () => {
  const without = changed(({ curve }) => ({ curve: curve.map((point) => ({ ...point, balancedAccuracy: null })) }));
  expect(() => verdict(without, { metric: "balanced-accuracy" })).toThrow(SettingError);
});
