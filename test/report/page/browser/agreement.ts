import { expect } from "vitest";
import type { Dataset } from "../../../../src/data/dataset.js";
import type { EngineState } from "../../../../src/engine/engine.js";
import { createEngine } from "../../../../src/engine/select.js";
import { forward } from "../../../../src/report/page/browser/forward.js";
import { parametersOf } from "../../../../src/report/page/browser/net.js";
import { embeddedNet } from "../../../../src/report/page/run/drawing.js";
import { imageAt } from "../../../../src/report/page/sprite.js";

/** The net that a page embeds says of every test image what the engine says; of two equal logits either may win. */
export async function expectAgreement(test: Dataset, classes: number, initial: EngineState): Promise<void> {
  const parameters = parametersOf(embeddedNet(classes, initial.parameters));
  expect(parameters).toEqual(initial.parameters);
  const { engine } = await createEngine("wasm", { test, classes, batchSize: 1, initial });
  let [other, farthest] = [0, 0];
  for (let index = 0; index < test.count; index++) {
    const { losses, predictions, predictionLosses } = engine.evaluate("test", index, 1);
    const shares = forward(parameters, imageAt(test.images, index));
    if (shares.indexOf(Math.max(...shares)) !== predictions[0]) other++;
    farthest = Math.max(
      farthest,
      Math.abs(shares[test.labels[index]] - Math.exp(-losses[0])),
      Math.abs(shares[predictions[0]] - Math.exp(-predictionLosses[0])),
    );
  }
  await engine.dispose();
  expect(other).toBe(0);
  expect(farthest).toBeLessThan(1e-5);
}
