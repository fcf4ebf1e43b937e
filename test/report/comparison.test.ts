import { describe, expect, test } from "vitest";
import type { Trial } from "../../src/compare/trial.js";
import { type VerdictOptions, verdict } from "../../src/compare/verdict.js";
import { comparisonJson, comparisonText } from "../../src/report/comparison/text.js";
import { type SimulatedContestant, simulateTrials } from "../support/simulated-trials.js";
import { recorder } from "./streams.js";

const contestants: readonly SimulatedContestant[] = [
  { loss: "ce" },
  { loss: "ohem:ratio=3", share: 1 / 3, effect: 0.0001 },
  { loss: "random:keep=0.333", share: 1 / 3, effect: -0.0025 },
  { loss: "focal", effect: 0.002 },
];
const upTo = (seeds: number) => [...Array(seeds).keys()];
const trials = simulateTrials({ contestants, seeds: upTo(10), deviation: 0.0006 });

function printed(some: readonly Trial[], options: VerdictOptions = {}, columns?: number): string[] {
  return comparisonText(verdict(some, options), recorder(columns), { NO_COLOR: "1" }).trimEnd().split("\n");
}

test("the table, what it means, and what to take, in 100 columns", () => {
  expect(printed(trials, {}, 101)).toMatchInlineSnapshot(`
    [
      "Data, settings and command: not recorded",
      "Test accuracy after 10 epochs, 10 seeds; differences from ce, paired by seed",
      "contestant               mean  points (95% interval)  won-lost  Holm p  kept  time  verdict",
      "ce                     0.9885               baseline                    100%  1.00",
      "focal:gamma=2          0.9905   +0.20 (+0.17, +0.22)      10-0  <.0001  100%  1.00  better",
      "ohem:ratio=3           0.9886   +0.01 (-0.03, +0.04)       4-3  1.0000   33%  0.59  within 0.1",
      "  against its control           +0.28 (+0.22, +0.33)      10-0  <.0001              better",
      "random:keep=0.333      0.9858   -0.27 (-0.32, -0.22)      0-10  <.0001   33%  0.59  worse",
      "",
      "focal:gamma=2                              :          |          :       --o---",
      "ohem:ratio=3                               :       ---|o----     :",
      "random:keep=0.333  ------o------           :          |          :",
      "points             -0.32                            0.00                  +0.22",
      "(---o---: interval and mean; |: no difference; between the colons: less than 0.1 points)",
      "",
      "Holm p: over all pairs and looks; kept: examples with a backward pass; time: relative to ce,",
      "  counted work at measured costs",
      "",
      "Exploratory, outside the verdict (points against the baseline, intervals of each alone):",
      "contestant         equal backward passes            equal time  new test images",
      "focal:gamma=2       +0.20 (+0.17, +0.22)  +0.20 (+0.17, +0.22)   (+0.15, +0.24)",
      "ohem:ratio=3        +0.42 (+0.38, +0.45)  +0.15 (+0.11, +0.18)   (-0.03, +0.04)",
      "random:keep=0.333   +0.14 (+0.09, +0.19)  -0.13 (-0.18, -0.08)   (-0.35, -0.19)",
      "",
      "focal:gamma=2 is better than ce by 0.20 points of accuracy in the same time.",
      "ohem:ratio=3 reaches the accuracy of ce within 0.1 points at 0.59 of its time; it beats random",
      "  selection of as many examples (random:keep=0.333) by 0.28 points.",
      "",
      "Recommended: ohem:ratio=3",
    ]
  `);
});

test("80 columns lose what is least needed", () => {
  expect(printed(trials, { target: 0.98 }, 81)).toMatchInlineSnapshot(`
    [
      "Data, settings and command: not recorded",
      "Test accuracy after 10 epochs, 10 seeds; differences from ce, paired by seed",
      "contestant               mean  points (95% interval)  won-lost  time  verdict",
      "ce                     0.9885               baseline            1.00",
      "focal:gamma=2          0.9905   +0.20 (+0.17, +0.22)      10-0  1.00  better",
      "ohem:ratio=3           0.9886   +0.01 (-0.03, +0.04)       4-3  0.59  within 0.1",
      "  against its control           +0.28 (+0.22, +0.33)      10-0        better",
      "random:keep=0.333      0.9858   -0.27 (-0.32, -0.22)      0-10  0.59  worse",
      "",
      "focal:gamma=2                              :          |          :       --o---",
      "ohem:ratio=3                               :       ---|o----     :",
      "random:keep=0.333  ------o------           :          |          :",
      "points             -0.32                            0.00                  +0.22",
      "(---o---: interval and mean; |: no difference; between the colons: less than",
      "  0.1 points)",
      "",
      "time: relative to ce, counted work at measured costs",
      "",
      "Exploratory, outside the verdict (points against the baseline, intervals of",
      "  each alone):",
      "contestant         equal backward passes            equal time  new test images",
      "focal:gamma=2       +0.20 (+0.17, +0.22)  +0.20 (+0.17, +0.22)   (+0.15, +0.24)",
      "ohem:ratio=3        +0.42 (+0.38, +0.45)  +0.15 (+0.11, +0.18)   (-0.03, +0.04)",
      "random:keep=0.333   +0.14 (+0.09, +0.19)  -0.13 (-0.18, -0.08)   (-0.35, -0.19)",
      "",
      "To a test accuracy of 0.98:",
      "contestant          reached  steps  seconds  sooner-later  sign test p",
      "ce                 10 of 10  1,876     1.39           0-0       1.0000",
      "focal:gamma=2      10 of 10  1,876     1.39           1-0       1.0000",
      "ohem:ratio=3       10 of 10  1,876     0.81          10-0       0.0020",
      "random:keep=0.333  10 of 10  2,814     1.22          10-0       0.0020",
      "",
      "focal:gamma=2 is better than ce by 0.20 points of accuracy in the same time.",
      "ohem:ratio=3 reaches the accuracy of ce within 0.1 points at 0.59 of its time;",
      "  it beats random selection of as many examples (random:keep=0.333) by 0.28",
      "  points.",
      "",
      "Recommended: ohem:ratio=3",
    ]
  `);
});

test.each([101, 81, 61])("every line fits into %i columns", (columns) => {
  for (const line of printed(trials, { target: 0.98 }, columns)) expect(line.length).toBeLessThan(columns);
});

test("a file gets no plot", () => {
  const lines = printed(trials);
  expect(lines.some((line) => line.startsWith("points "))).toBe(false);
  expect(printed(trials, {}, 101).some((line) => line.startsWith("points "))).toBe(true);
});

test("JSON is one line", () => {
  const text = comparisonJson(verdict(trials));
  expect(text.indexOf("\n")).toBe(text.length - 1);
  expect(JSON.parse(text)).toEqual(verdict(trials));
});

describe("what a reader must know", () => {
  const one = (more: Partial<SimulatedContestant>, seeds = 8, deviation = 0.002) =>
    simulateTrials({
      contestants: [{ loss: "ce" }, { loss: "ohem:ratio=3", share: 1 / 3, ...more }],
      seeds: upTo(seeds),
      deviation,
    });
  /** The miner's accuracy is ce's and so many images more. */
  const differing = (images: readonly number[]) => {
    const some = one({}, images.length);
    return some.map((trial, i): Trial => {
      const base = some[i - (i % 2)].curve.at(-1)!.testAccuracy;
      const right = Math.round(10_000 * base) + (i % 2 === 0 ? 0 : images[i >> 1]);
      return {
        ...trial,
        curve: [...trial.curve.slice(0, -1), { ...trial.curve.at(-1)!, testAccuracy: right / 10_000 }],
      };
    });
  };
  const words = (some: readonly Trial[], options: VerdictOptions = {}) => printed(some, options).join("\n");

  test("not shown: what would have been, and how many seeds it takes", () => {
    const text = words(one({}));
    expect(text).toContain("Whether ohem:ratio=3 differs from ce is not shown: 8 seeds show differences of about 0.");
    expect(text).toMatch(
      / points or more; it takes about [\d,]+ new seeds to show 0\.1 points, or about [\d,]+ with these, as a further/,
    );
  });

  test("seeds that can be added are named only where they are enough", () => {
    expect(words(one({}, 8, 0.018))).toMatch(/ points or more; it takes about [\d,]+ new seeds to show 0\.1 points\./);
  });

  test("worse within a large margin: why the baseline is recommended contradicts no verdict", () => {
    const text = words(differing([-9, -8, -10, -11, -9, -7, -6, -8]), { margin: 0.2 });
    expect(text).toContain("worse, within 20");
    expect(text).toMatch(/: ce, as nothing is shown to be better, or cheaper, within 20 points and not worse$/);
  });

  test("not shown against the baseline, and what is against the control", () => {
    const some = simulateTrials({ contestants: contestants.slice(0, 3), seeds: upTo(8), deviation: 0.002 });
    const text = words(some);
    expect(text).toMatch(
      /more strictly\. (ohem:ratio=3 beats|Whether ohem:ratio=3 differs from) random selection of as many/,
    );
  });

  test("not shown until it is decided: seeds are only added", () => {
    const text = words(one({}), { untilDecided: true });
    expect(text).toMatch(/ points or more; it takes about [\d,]+ to show 0\.1 points\./);
  });

  test("an interval without 0 that is not enough", () => {
    const text = words(differing([9, 8, 10, 11, 9, 7, -6, -3]));
    expect(text).toContain(
      "the interval leaves out 0, but not clearly enough for a claim that further looks may follow",
    );
  });

  test("trainings that diverged", () => {
    expect(words(one({ diverges: [2] }))).toContain(
      "ohem:ratio=3 diverged in 1 of 8 seeds; these count as they ended.",
    );
  });

  test("trainings that collapsed", () => {
    expect(words(one({ collapses: [2, 5], share: 0.125 }))).toContain(
      "ohem:ratio=3 collapsed to the uniform answer in 2 of 8 seeds: " +
        "the mean loss is that of guessing there; keep more of each batch.",
    );
    expect(words(one({ collapses: [2], share: 1 }))).toContain("try another learning rate.");
    expect(words(one({}))).not.toContain("collapsed");
  });

  test("fewer than six seeds", () => {
    expect(words(one({}, 3))).toContain("With 3 seeds only large differences can be shown; take 6 or more.");
  });

  test("an interval says where it is no bound, and where it is beyond every accuracy", () => {
    const images = [100, -1000];
    const text = words(differing(images));
    expect(text).toMatch(/^ohem:ratio=3 .* -4\.50 \(-74\.38, \+65\.38\)/m);
    expect(text).toContain("The interval of ohem:ratio=3 against ce reaches beyond an accuracy of 0 or 1");
    const wide = words(differing(images.map((image) => 2 * image)));
    expect(wide).toMatch(/^ohem:ratio=3 .* -9\.00 \(no bound\)/m);
    expect(wide).not.toContain("reaches beyond");
    expect(wide).toContain("2 seeds can show nothing;");
    const half = differing([-3000, -4000]);
    expect(words(half)).toMatch(/ -35\.00 \(-98\.53, \+28\.53\)/);
    expect(words(differing([-3000, -4200]))).toMatch(/ -36\.00 \(no bound, \+40\.24\)/);
    const plot = printed(differing([-3000, -4200]), {}, 101).find((line) => /^ohem:ratio=3 +-.*o.*-$/.test(line));
    expect(plot).toBeDefined();
  });

  test("every reason for a missing budget", () => {
    const settings = { lrSchedule: "one-cycle" } as const;
    const text = words(simulateTrials({ contestants: [{ loss: "ce" }, { loss: "focal", settings }], seeds: upTo(3) }));
    expect(text).toContain("Where an equal budget is missing: a one-cycle learning rate depends on the length");
  });

  test("earlier looks", () => {
    const { looks } = verdict(one({}, 6));
    expect(words(one({}, 8), { looks })).toContain("stay valid at every look (looked at before with 6 seeds).");
  });

  test("sign flips that disagree with t, and the seed that makes them", () => {
    expect(words(differing([9, 8, 10, 11, 9, 7, 10, 90]))).toContain(
      "ce: t and the exact sign flips disagree (p 0.0988 and 0.0078, before Holm); look at seed 7.",
    );
  });

  test("better by less than the margin", () => {
    const text = words(differing([3, 4, 5, 4, 3, 4, 5, 4]));
    expect(text).toContain("better, within 0.1");
    expect(text).toContain(
      "better than ce by 0.04 points of accuracy, which is less than 0.1 points, at 0.59 of its time.",
    );
  });
});
