import { describe, test } from "vitest";
import { lossDefinitions } from "../../src/losses/registry.js";
import { checkProperties } from "./properties.js";

const numRuns = 200;

describe("every loss keeps its contract", () => {
  test.each(lossDefinitions)(`$name, ${numRuns} batches`, (definition) => checkProperties(definition, numRuns));
});
