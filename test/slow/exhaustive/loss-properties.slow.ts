import { describe, test } from "vitest";
import { lossDefinitions } from "../../../src/losses/registry.js";
import { checkProperties } from "../../losses/properties.js";

/** 100,000 batches in all */
const numRuns = Math.ceil(100_000 / lossDefinitions.length);

describe("every loss keeps its contract", () => {
  test.each(lossDefinitions)(`$name, ${numRuns} batches`, (definition) => checkProperties(definition, numRuns));
});
