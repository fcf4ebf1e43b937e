/**
 * A 5x5 valid convolution with bias, max pool 2x2, ReLU: forward and backward for one example, in double precision, as
 * plain loops.
 */
export interface ConvolutionShape {
  readonly inputs: number;
  /** of the square input */
  readonly side: number;
  readonly outputs: number;
}

export const conv1: ConvolutionShape = { inputs: 1, side: 28, outputs: 10 };
export const conv2: ConvolutionShape = { inputs: 10, side: 12, outputs: 20 };
const kernel = 5;

export interface Pooled {
  /** [outputs, side, side] after ReLU */
  readonly values: Float64Array;
  /** [outputs, side, side] index of each window's largest value in the convolution's output; of equal ones the first */
  readonly winners: Int32Array;
}

/** @returns [outputs, side - 4, side - 4] */
export function convolve(shape: ConvolutionShape, input: Float64Array, weight: Float64Array, bias: Float64Array) {
  const { inputs, side, outputs } = shape;
  const outSide = side - kernel + 1;
  const output = new Float64Array(outputs * outSide * outSide);
  for (let out = 0; out < outputs; out++) {
    for (let y = 0; y < outSide; y++) {
      for (let x = 0; x < outSide; x++) {
        let sum = bias[out];
        for (let channel = 0; channel < inputs; channel++) {
          for (let ky = 0; ky < kernel; ky++) {
            for (let kx = 0; kx < kernel; kx++) {
              sum +=
                weight[((out * inputs + channel) * kernel + ky) * kernel + kx] *
                input[(channel * side + y + ky) * side + x + kx];
            }
          }
        }
        output[(out * outSide + y) * outSide + x] = sum;
      }
    }
  }
  return output;
}

/** @param convolved [outputs, side - 4, side - 4] */
export function poolAndRelu({ side, outputs }: ConvolutionShape, convolved: Float64Array): Pooled {
  const inSide = side - kernel + 1;
  const outSide = inSide / 2;
  const values = new Float64Array(outputs * outSide * outSide);
  const winners = new Int32Array(values.length);
  for (let pooled = 0; pooled < values.length; pooled++) {
    const window = windowOf(pooled, outSide);
    let winner = window[0];
    for (const candidate of window) if (convolved[candidate] > convolved[winner]) winner = candidate;
    values[pooled] = Math.max(0, convolved[winner]);
    winners[pooled] = winner;
  }
  return { values, winners };
}

/** The four indices of a pool window in the convolution's output, row-major. */
export function windowOf(pooled: number, outSide: number): [number, number, number, number] {
  const inSide = 2 * outSide;
  const row = Math.floor(pooled / outSide); // over all channels: a channel has outSide rows
  const first = 2 * row * inSide + 2 * (pooled % outSide);
  return [first, first + 1, first + inSide, first + inSide + 1];
}

/**
 * Adds to `weightGradient` and `biasGradient`.
 * @param outputGradient d objective / d pooled values
 * @returns d objective / d input
 */
export function convolutionBackward(
  { inputs, side }: ConvolutionShape,
  input: Float64Array,
  weight: Float64Array,
  pooled: Pooled,
  outputGradient: Float64Array,
  weightGradient: Float64Array,
  biasGradient: Float64Array,
): Float64Array {
  const outSide = side - kernel + 1;
  const inputGradient = new Float64Array(input.length);
  for (let i = 0; i < outputGradient.length; i++) {
    if (pooled.values[i] <= 0) continue; // ReLU is closed; at 0 its derivative is 0, as in PyTorch
    const delta = outputGradient[i];
    const winner = pooled.winners[i];
    const out = Math.floor(winner / (outSide * outSide));
    const y = Math.floor(winner / outSide) % outSide;
    const x = winner % outSide;
    biasGradient[out] += delta;
    for (let channel = 0; channel < inputs; channel++) {
      for (let ky = 0; ky < kernel; ky++) {
        for (let kx = 0; kx < kernel; kx++) {
          const w = ((out * inputs + channel) * kernel + ky) * kernel + kx;
          const pixel = (channel * side + y + ky) * side + x + kx;
          weightGradient[w] += delta * input[pixel];
          inputGradient[pixel] += delta * weight[w];
        }
      }
    }
  }
  return inputGradient;
}
