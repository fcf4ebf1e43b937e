import * as v from "valibot";
import { expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { evaluate, recalls } from "../../src/train/evaluation.js";
import { loopStateSchema } from "../../src/train/state.js";
import { evaluationDone } from "../report/events.js";

test("balanced accuracy is the mean recall of the classes that have test examples", async () => {
  const labels = Uint8Array.of(0, 0, 0, 0, 1, 3, 3);
  const predictions = Uint8Array.of(0, 0, 0, 1, 1, 0, 2);
  const engine = { evaluate: () => ({ losses: new Float32Array(7).fill(1), predictions }) };
  const test = { images: new Uint8Array(7 * 784), labels, count: 7 };
  const evaluation = await evaluate(engine as unknown as Engine, test, 4);
  expect(recalls(evaluation.confusion)).toEqual([0.75, 1, null, 0]);
  expect(evaluation).toMatchObject({ testAccuracy: 4 / 7, balancedAccuracy: 1.75 / 3 });
});

test("a state with evaluations of early versions, which had no balanced accuracy, is read", () => {
  const { evaluations } = loopStateSchema.entries;
  const early = evaluationDone(0);
  expect(v.parse(evaluations, [early, { ...early, balancedAccuracy: 0.5 }])).toHaveLength(2);
});
