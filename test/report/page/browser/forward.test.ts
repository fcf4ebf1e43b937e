import { expect, test } from "vitest";
import { loadTestData } from "../../../../src/data/load.js";
import { initialParameters } from "../../../../src/model/initialize.js";
import { mapParameters } from "../../../../src/model/net.js";
import { createRandom } from "../../../../src/random.js";
import { emptyFolder } from "../../../support/folder.js";
import { writeSmallData } from "../../../support/small-data.js";
import { expectAgreement } from "./agreement.js";

test.each([10, 26])("the net of a page agrees with the engine: %i classes", async (classes) => {
  const { test } = await loadTestData(writeSmallData(emptyFolder()), classes);
  // Far from even probabilities, unlike initial weights themselves.
  const initial = initialParameters(classes, createRandom(3, "weights"));
  const parameters = mapParameters((name) => initial[name].map((value) => 2 * value));
  const zeros = () => mapParameters((name) => new Float32Array(parameters[name].length));
  const state = { step: 0, parameters, firstMoments: zeros(), secondMoments: zeros() };
  await expectAgreement(test, classes, state);
  expect.hasAssertions();
});
