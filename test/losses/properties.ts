import { expect } from "vitest";
import type { LossCase } from "../../src/losses/check/cases.js";
import { checkLoss } from "../../src/losses/check/check-loss.js";
import { close, type Outcome } from "../../src/losses/check/trial.js";
import type { LossDefinition } from "../../src/losses/definition.js";
import type { Loss } from "../../src/losses/loss.js";
import { reference } from "./reference.js";

/** Checks the contract of a built-in loss on many batches, and what only the built-in ones promise. */
export function checkProperties(definition: LossDefinition, batches: number): void {
  const checked = checkLoss(definition, batches, builtInProblem);
  expect(checked.problem).toBeUndefined();
  expect(checked.batches).toBe(batches);
  expect(checked.slopes).toBeGreaterThan(batches / 2);
}

function builtInProblem(
  loss: Loss,
  { losses, earlier, keptFraction }: LossCase,
  { objective, weights }: Outcome,
): string | undefined {
  if (weights.some((weight) => weight < 0)) return "a weight is negative";
  const selected = weights.some((weight) => weight !== 0);
  const mayBeEmpty = loss.parameters.min === 0 || loss.name === "focal" || Number(loss.parameters.weight) < 1e-30;
  if (!selected && !mayBeEmpty) return "no example is selected";
  if (earlier.length > 0) return undefined;
  const expected = reference(loss, [...losses], keptFraction);
  if (expected === undefined) return undefined;
  if (!close(objective, expected.objective, 1e-12, 1e-40)) return `the objective should be ${expected.objective}`;
  const wrong = weights.findIndex((weight, i) => !close(weight, expected.weights[i], 1e-7, 1e-40));
  return wrong < 0 ? undefined : `weights[${wrong}] should be ${expected.weights[wrong]}`;
}
