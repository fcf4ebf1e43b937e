import { imageSide, type Parameters } from "../../../model/net.js";

/** Sides of the images between the layers, and their channels. */
const [kernel, channels1, channels2] = [5, 10, 20];
const side1 = (imageSide - kernel + 1) / 2;
const side2 = (side1 - kernel + 1) / 2;

/**
 * The probability that the net gives to each class: the forward pass of src/model/net.ts, as plain as it can be.
 * @param image [28, 28], 0 to 255
 * @returns [classes]
 */
export function forward(parameters: Parameters, image: Uint8Array): Float64Array {
  const pixels = Float64Array.from(image, (pixel) => pixel / 255);
  const first = layer(pixels, imageSide, 1, parameters["conv1.weight"], parameters["conv1.bias"], channels1);
  const features = layer(first, side1, channels1, parameters["conv2.weight"], parameters["conv2.bias"], channels2);
  const { "fc.weight": weights, "fc.bias": bias } = parameters;
  const inputs = channels2 * side2 * side2;
  const logits = Float64Array.from(bias, (start, output) => {
    let sum = start;
    for (let i = 0; i < inputs; i++) sum += weights[output * inputs + i] * features[i];
    return sum;
  });
  return softmax(logits);
}

/** A convolution, the largest of each 2x2, and no less than 0. @param input [channels, side, side] */
function layer(
  input: Float64Array,
  side: number,
  channels: number,
  weights: Float32Array,
  bias: Float32Array,
  outputs: number,
): Float64Array {
  const pooledSide = (side - kernel + 1) / 2;
  const pooled = new Float64Array(outputs * pooledSide * pooledSide);
  for (let output = 0; output < outputs; output++) {
    for (let y = 0; y < 2 * pooledSide; y++) {
      for (let x = 0; x < 2 * pooledSide; x++) {
        let sum = bias[output];
        for (let channel = 0; channel < channels; channel++) {
          for (let row = 0; row < kernel; row++) {
            const from = (channel * side + y + row) * side + x;
            const weight = ((output * channels + channel) * kernel + row) * kernel;
            for (let column = 0; column < kernel; column++) sum += input[from + column] * weights[weight + column];
          }
        }
        const place = (output * pooledSide + (y >> 1)) * pooledSide + (x >> 1);
        pooled[place] = Math.max(pooled[place], sum);
      }
    }
  }
  return pooled;
}

function softmax(logits: Float64Array): Float64Array {
  const largest = logits.reduce((a, b) => Math.max(a, b));
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
