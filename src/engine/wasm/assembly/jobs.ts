/**
 * The numbers of the jobs that `run` takes. TypeScript and AssemblyScript both compile this file.
 *
 * A training step is three of them: forward draws packs of four images; when the caller has computed the weights,
 * backward draws chunks of the selected examples, and update draws ranges of parameters.
 */
export const forward = 1;
export const evaluateTrain = 2;
export const evaluateTest = 3;
export const backward = 4;
export const update = 5;

/**
 * The tasks of update before it: the convolutions and the linear layer's biases. From it on, one task for each class.
 */
export const firstClassTask = 7;
