import { expect, test } from "vitest";
import { lossValuesFile, lossValuesText } from "../support/loss-values.js";

test("the types of the losses' parameters say on hover what they mean (npm test -- -u writes them)", async () => {
  await expect(lossValuesText()).toMatchFileSnapshot(lossValuesFile);
});
