/**
 * Sizes that the kernels and the engine around them share: TypeScript and AssemblyScript both compile this file.
 *
 * The parameters, in floats from their start; moments and gradients are arranged the same way. conv1's weights are cut
 * into vectors of four taps for the weight gradient. conv2's are ordered like the windows of the activations
 * [y][x][channel] that they meet: a row of a window is 50 contiguous floats. Padding is always zero, in parameters,
 * moments and gradients.
 *
 *   conv1 weight [10][28]: taps (ky, kx < 4) as [5][4], then column kx = 4 as [4], tap (4, 4), 3 padding
 *   conv1 bias   [12]: 10, 2 padding
 *   conv2 bias   [20]
 *   conv2 weight [20][5][52]: out, ky, (kx * 10 + in), 2 padding
 *   linear weight [classes][320]
 *   linear bias  [classes rounded up to 4]
 */
export const conv1Weight = 0;
export const conv1Bias = 280;
export const conv2Bias = 292;
export const conv2Weight = 312;
/**
 * Everything before it is the convolutions': their gradients are summed image by image in chunks, the linear layer's
 * over the whole batch at once.
 */
export const linearWeight = 5512;

export const conv1Stride = 28;
export const conv2RowStride = 52;
export const conv2Stride = 260;

export const features = 320;

/** Floats of the filters at the points of the transform, see filters.ts: conv1's, and a group of four of conv2's. */
export const conv1FilterFloats = 10 * 8 * 5;
export const conv2FilterFloats = 64 * 10 * 4;
export const conv2FilterGroups = 5;

/** Adam's coefficients, see adam.ts. */
export const adamCoefficients = 7;

/** Gradients of the convolutions are summed in this many chunks of the selected examples, for any number of threads. */
export const chunks = 8;

/**
 * What the forward pass leaves of a pack of four images, in bytes from the pack's start: pooled1 [144 positions][10]
 * and pooled2 [20][16 positions] are vectors, one image a lane; a winner is a byte a lane; the linear layer's outputs
 * [classes] come last.
 */
export const pooled1 = 0;
export const winners1 = 1440 * 16;
export const pooled2 = winners1 + 1440 * 4;
export const winners2 = pooled2 + 320 * 16;
export const logits = winners2 + 320 * 4;
