import { expect, test } from "vitest";
import { checkLoss } from "../../../src/losses/check/check-loss.js";
import { defineLoss, type LossDescription } from "../../../src/losses/definition.js";
import type { Loss } from "../../../src/losses/loss.js";

type Values = { readonly alpha: number };

function problemOf(
  build: (values: Values) => Loss["apply"],
  more: Partial<LossDescription<Values>> = {},
): string | undefined {
  const alpha = { kind: "number", summary: "a scale", default: 1, minimum: 0.5, maximum: 4 } as const;
  return checkLoss(defineLoss<Values>({ name: "mine", parameters: { alpha }, build, ...more }), 200).problem;
}

const mean: Loss["apply"] = (losses, weights) => {
  weights.fill(1 / losses.length);
  return losses.reduce((a, b) => a + b, 0) / losses.length;
};

test("finds nothing in a loss that keeps its contract", () => {
  expect(problemOf(() => mean)).toBeUndefined();
});

test("weights that are not the derivative, as those that are taken for constants", () => {
  const weighted: Loss["apply"] = (losses, weights) => {
    let objective = 0;
    losses.forEach((loss, i) => {
      weights[i] = loss / losses.length;
      objective += weights[i] * loss;
    });
    return objective;
  };
  expect(problemOf(() => weighted)).toMatch(/^weights\[\d\] is .*, but the objective changes by .* for each nat of/);
});

test("a forgotten parameter in the weights", () => {
  const scaled = ({ alpha }: Values): Loss["apply"] => {
    return (losses, weights, state) => alpha * mean(losses, weights, state);
  };
  expect(problemOf(scaled)).toMatch(/expected weights\[i\] = d objective \/ d losses\[i\] \(alpha=/);
});

test("a number that is not finite in a corner", () => {
  const standardised: Loss["apply"] = (losses, weights, state) => {
    const average = mean(losses, weights, state);
    const spread = losses.reduce((sum, loss) => sum + (loss - average) ** 2, 0);
    return average + 0 / spread;
  };
  expect(problemOf(() => standardised)).toMatch(/for a batch of \d+: expected a finite objective, got NaN \(alpha=/);
});

test("a memory outside the state", () => {
  const counted = (): Loss["apply"] => {
    let calls = 0;
    return (losses, weights, state) => mean(losses, weights, state) + calls++;
  };
  expect(problemOf(counted)).toContain("gives another result the second time; keep what lasts in state.arrays");
  const relative = (): Loss["apply"] => {
    let first: number | undefined;
    return (losses, weights, state) => {
      first ??= losses[0];
      return mean(losses, weights, state) - first;
    };
  };
  expect(problemOf(relative)).toContain("a new instance gives another result, so a run would not resume");
});

test("an order that matters", () => {
  const first: Loss["apply"] = (losses, weights) => {
    weights.fill(0);
    weights[0] = 1;
    return losses[0];
  };
  expect(problemOf(() => first)).toContain("the batch in reverse order gives another objective or other weights");
});

test("an objective without an example", () => {
  const none: Loss["apply"] = (_, weights) => 1 + weights.fill(0)[0];
  expect(problemOf(() => none)).toContain("no example is selected, but the objective is 1; expected 0");
});

test("a schedule that is not followed, and a target that is none", () => {
  const hardest: Loss["apply"] = (losses, weights) => {
    const largest = losses.reduce((a, b) => Math.max(a, b));
    weights.fill(0);
    weights[losses.indexOf(largest)] = 1;
    return largest;
  };
  expect(problemOf(() => hardest)).toBeUndefined();
  const scheduled = problemOf(() => hardest, { target: () => 0.5 });
  expect(scheduled).toContain("expected every example to be selected at a kept fraction of 1, as in a warm-up, got 1");
  expect(problemOf(() => mean, { target: ({ alpha }) => alpha })).toMatch(/a number > 0 and <= 1, got [1-4]/);
});

test("contributions that do not add up", () => {
  expect(problemOf(() => mean, { contribution: (_, loss) => loss })).toBeUndefined();
  expect(problemOf(() => mean, { contribution: ({ alpha }, loss) => alpha * loss })).toContain(
    "the mean of the contributions is ",
  );
});

test("arrays as declared", () => {
  const remembering: Loss["apply"] = (losses, weights, state) => {
    state.arrays.set("last", Float32Array.of(losses[0]));
    return mean(losses, weights, state);
  };
  expect(problemOf(() => remembering)).toContain("last holds 1 numbers, but arrays() of the definition says 0");
  expect(problemOf(() => remembering, { arrays: () => ({ last: 1 }) })).toBeUndefined();
});
