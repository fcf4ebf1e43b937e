import { createRandom } from "../../../../src/random.js";
import { randomParameters } from "../../../conformance/fixtures.js";
import { randomDataset } from "../../../conformance/oracle/data.js";
import { type Example, forward } from "../../../conformance/oracle/net.js";
import { type DoubleParameters, doubles } from "../../../conformance/oracle/parameters.js";

/** Four examples with the oracle's results: noise, strokes, a blank image and strokes again. */
export interface Pack {
  readonly parameters: DoubleParameters;
  readonly images: readonly Uint8Array[];
  readonly examples: readonly Example[];
}

export function randomPack(classes = 10): Pack {
  const data = randomDataset(16, classes, classes);
  const indices = [0, 5, 7, 9];
  const parameters = doubles(randomParameters(classes, classes));
  return {
    parameters,
    images: indices.map((index) => data.images.slice(index * 784, (index + 1) * 784)),
    examples: forward(parameters, data, indices),
  };
}

/** [length] in +-scale */
export function randomFloats(length: number, seed: number, scale = 1): Float32Array {
  const random = createRandom(seed, "loss");
  return Float32Array.from({ length }, () => (2 * random.float() - 1) * scale);
}
