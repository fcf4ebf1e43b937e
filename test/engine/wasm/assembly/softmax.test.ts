import { describe, expect, test } from "vitest";
import { crossEntropy } from "../../../conformance/oracle/net.js";
import { interleave, laneOf } from "./lanes.js";
import { openKernels } from "./open-kernels.js";
import { randomFloats } from "./pack.js";
import { reportedDifferences, rounding } from "./reported.js";

const seen = reportedDifferences();

describe("log-softmax and cross-entropy", async () => {
  const { call, put, room, floats, bytes } = await openKernels();

  function softmax(logits: readonly ArrayLike<number>[], labels: readonly number[]) {
    const classes = logits[0].length;
    const at = put(interleave(logits));
    const losses = room(16);
    const predictions = room(4);
    const four = labels.reduce((word, label, lane) => word | (label << (8 * lane)), 0);
    const predictionLosses = room(16);
    call.softmax(at, four, losses, predictions, predictionLosses, classes);
    return {
      gradients: labels.map((_, lane) => laneOf(floats(at, 4 * classes), lane)),
      losses: floats(losses, 4).slice(),
      predictions: [...bytes(predictions, 4)],
      predictionLosses: floats(predictionLosses, 4).slice(),
    };
  }

  test.each([
    [2, 1],
    [10, 0.01],
    [10, 5],
    [10, 80],
    [256, 20],
  ])("%i classes, logits within +-%d", (classes, scale) => {
    const logits = [1, 2, 3, 4].map((seed) => randomFloats(classes, seed, scale));
    const labels = [0, 1, classes - 1, classes >> 1];
    const { gradients, losses, predictions, predictionLosses } = softmax(logits, labels);
    logits.forEach((z, lane) => {
      const label = labels[lane];
      const loss = crossEntropy(Float64Array.from(z), label);
      const logSum = loss + z[label];
      const expected = Float64Array.from(z, (logit, c) => Math.exp(logit - logSum) - (c === label ? 1 : 0));
      seen.check("losses", [losses[lane]], [loss], rounding);
      seen.check("gradient of the logits", gradients[lane], expected, rounding);
      expect(predictions[lane]).toBe(z.indexOf(Math.max(...z)));
      const predictionLoss = crossEntropy(Float64Array.from(z), predictions[lane]);
      seen.check("losses of the predictions", [predictionLosses[lane]], [predictionLoss], rounding);
    });
  });

  test("of equal logits the lower class wins", () => {
    const { predictions } = softmax(
      [
        [1, 3, 3],
        [2, 2, 2],
        [0, -1, 0],
        [-5, -4, -4],
      ],
      [0, 0, 0, 0],
    );
    expect(predictions).toEqual([1, 0, 0, 1]);
  });

  test("logits that are not finite show in the loss", () => {
    const logits = [
      [Number.NaN, 0, 1],
      [0, Number.NaN, 1],
      [Number.POSITIVE_INFINITY, 0, 0],
      [0, Number.NEGATIVE_INFINITY, 0],
    ];
    const { losses } = softmax(logits, [1, 0, 0, 1]);
    for (const loss of losses) expect(Number.isFinite(loss)).toBe(false);
  });
});
