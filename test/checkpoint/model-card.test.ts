import { expect, test } from "vitest";
import { modelCard } from "../../src/checkpoint/model-card.js";
import { decodeSafetensors } from "../../src/checkpoint/safetensors.js";
import { exampleCheckpoint } from "../support/example-checkpoint.js";
import { modelBytes } from "../support/model-bytes.js";

test("a model's metadata hold its card, which describes the tensors beside it", async () => {
  const checkpoint = exampleCheckpoint({ classes: 7 });
  const { metadata, tensors } = decodeSafetensors(await modelBytes(checkpoint), "model");
  const card = modelCard(checkpoint);
  expect(JSON.parse(metadata.model_card)).toEqual(card);
  expect(card.tensors).toHaveLength(6);
  for (const { name, shape, dimensions } of card.tensors) {
    expect(tensors.get(name)?.shape, name).toEqual(shape);
    expect(dimensions.split(", "), name).toHaveLength(shape.length);
  }
  const sizes = card.tensors.map(({ name }) => tensors.get(name)?.data.length ?? 0);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(card.parameters);
});

test("the test accuracy is that of these parameters, not of an earlier epoch's", () => {
  const { classes, loop } = exampleCheckpoint();
  expect(modelCard({ classes, loop }).testAccuracy).toBeNull();
  expect(modelCard({ classes, loop: { ...loop, step: 3 } }).testAccuracy).toBe(0.9712);
  expect(modelCard({ classes, loop: { ...loop, evaluations: [] } }).testAccuracy).toBeNull();
});
