import { describe, expect, test } from "vitest";
import { InputError } from "../../src/errors/errors.js";
import { trainingState } from "../../src/losses/loss.js";
import { parseLoss } from "../../src/losses/registry.js";
import {
  createSchedule,
  fewestKept,
  keptFractionAt,
  parseKeepAt,
  type ScheduleSettings,
  targetFraction,
} from "../../src/losses/schedule.js";

function fractions(spec: string, settings: ScheduleSettings, accuracies: readonly (number | undefined)[]) {
  const schedule = createSchedule(parseLoss(spec), settings)!;
  return accuracies.map((accuracy, epoch) => keptFractionAt(schedule, epoch, accuracy));
}

const none = Array.from({ length: 7 }, () => undefined);

describe("schedules", () => {
  test("keep every example during the warm-up, then the target", () => {
    expect(fractions("ohem:ratio=3", { warmupEpochs: 2 }, none)).toEqual([1, 1, ...none.slice(2)]);
  });

  test("anneal linearly from 1 to the target", () => {
    const expected = [1, 1, 0.8125, 0.625, 0.4375, undefined, undefined];
    expect(fractions("ohem:ratio=4", { warmupEpochs: 1, annealEpochs: 4 }, none)).toEqual(expected);
    expect(fractions("small-loss:drop=0.75", { annealEpochs: 4 }, none)).toEqual([...expected.slice(1), undefined]);
  });

  test("follow the training accuracy of the previous epoch", () => {
    const orderedSgd = "0.8=0.5,0.9=0.25,0.95=0.125,0.995=0.0625";
    const accuracies = [undefined, 0.5, 0.8, 0.949, 0.95, 0.89, 1];
    expect(fractions("ohem", { keepAt: orderedSgd }, accuracies)).toEqual([1, 1, 0.5, 0.25, 0.125, 0.5, 0.0625]);
    expect(fractions("ohem", { keepAt: orderedSgd, warmupEpochs: 4 }, accuracies)).toEqual([
      1, 1, 1, 1, 0.125, 0.5, 0.0625,
    ]);
  });

  test("are undefined when none is asked for", () => {
    expect(createSchedule(parseLoss("focal"), { warmupEpochs: 0, annealEpochs: 0 })).toBeUndefined();
  });

  test.each(["ce", "weighted", "blended", "threshold", "focal", "selective-backprop"])("do not apply to %s", (name) => {
    const create = () => createSchedule(parseLoss(name), { warmupEpochs: 1 });
    expect(create).toThrow(InputError);
    expect(create).toThrow(`needs one of the losses ohem, small-loss, random, not ${name}`);
  });

  test("cannot anneal and follow the accuracy at once", () => {
    expect(() => createSchedule(parseLoss("ohem"), { annealEpochs: 1, keepAt: "0.8=0.5" })).toThrow("not both");
  });
});

describe("a loss under a schedule", () => {
  const kept = (spec: string, n: number, keptFraction: number | undefined) => {
    const weights = new Float32Array(n);
    const losses = weights.map((_, i) => i);
    parseLoss(spec).apply(losses, weights, { ...trainingState(), keptFraction });
    return weights.filter((value) => value !== 0).length;
  };

  test("keeps floor(N / ratio) exactly at its target", () => {
    // floor(49 * (1 / 49)) is 0
    for (let n = 1; n <= 200; n++) {
      for (const ratio of [1, 2.5, 3, 7, 49]) {
        expect(kept(`ohem:ratio=${ratio}`, n, undefined)).toBe(Math.max(1, Math.floor(n / ratio)));
      }
    }
  });

  test.each(["ohem:ratio=8", "ohem:skip=0.25", "small-loss:drop=0.5", "random"])(
    "keeps the fraction in force: %s",
    (spec) => {
      expect(kept(spec, 64, 1)).toBe(64);
      expect(kept(spec, 64, 0.5)).toBe(32);
      expect(kept(spec, 64, 1e-9)).toBe(1);
    },
  );
});

describe("targetFraction", () => {
  test.each([
    ["ohem:ratio=4", 0.25],
    ["ohem:keep=0.3", 0.3],
    ["small-loss:drop=0.25", 0.75],
    ["random:keep=0.5", 0.5],
    ["focal", undefined],
  ])("of %s is %s", (spec, target) => expect(targetFraction(parseLoss(spec))).toBe(target));
});

describe("fewestKept", () => {
  test("is what the losses select", () => {
    for (const n of [1, 2, 31, 32, 64, 98, 300]) {
      const losses = Float32Array.from({ length: n }, (_, i) => i + 1);
      for (let ratio = 1; ratio <= 300; ratio++) {
        const loss = parseLoss(`ohem:ratio=${ratio}`);
        const weights = new Float32Array(n);
        loss.apply(losses, weights, trainingState());
        expect(fewestKept(loss, undefined, n), `1/${ratio} of ${n}`).toBe(
          weights.filter((weight) => weight > 0).length,
        );
      }
    }
  });

  test.each([
    ["focal", {}, undefined],
    ["ohem:ratio=4", { warmupEpochs: 1 }, 8],
    ["ohem:ratio=4", { keepAt: "0.8=0.5,0.9=0.125" }, 4],
  ])("of %s under %j is %s of 32", (spec, settings, kept) => {
    const loss = parseLoss(spec);
    expect(fewestKept(loss, createSchedule(loss, settings), 32)).toBe(kept);
  });
});

describe("parseKeepAt", () => {
  test("reads accuracies and fractions", () => {
    expect(parseKeepAt("0=1,.8=0.5,1=.25")).toEqual([
      { accuracy: 0, fraction: 1 },
      { accuracy: 0.8, fraction: 0.5 },
      { accuracy: 1, fraction: 0.25 },
    ]);
  });

  test.each([
    ["", "expected ACCURACY=FRACTION"],
    ["0.8", 'got "0.8"'],
    ["0.8=", 'got "0.8="'],
    ["0.8=0.5,", 'got ""'],
    ["0.8=a", 'got "0.8=a"'],
    ["0.8=-0.5", 'got "0.8=-0.5"'],
    ["1.1=0.5", "an accuracy is a number from 0 to 1"],
    ["0.8=0", "a kept fraction is a number > 0 and <= 1"],
    ["0.8=1.5", "a kept fraction"],
    ["0.9=0.5,0.8=0.25", 'accuracies must ascend, got "0.8=0.25"'],
    ["0.8=0.5,0.8=0.25", "accuracies must ascend"],
  ])("refuses %j", (text, message) => {
    expect(() => parseKeepAt(text)).toThrow(InputError);
    expect(() => parseKeepAt(text)).toThrow(message);
  });
});
