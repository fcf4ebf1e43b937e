/**
 * Addresses in the memory that all threads share, set by name through these exported globals right after a thread's
 * instance is created: layout.ts in the folder above plans them. "batch" is the batch size, rounded up to packs of four
 * images.
 */

/** See control.ts. */
export let control: usize = 0;

/** [count][784] uint8 and [count] uint8 */
export let trainImages: usize = 0;
export let trainLabels: usize = 0;
export let testImages: usize = 0;
export let testLabels: usize = 0;

/** Floats, in the order of shapes.ts. */
export let parameters: usize = 0;
export let firstMoments: usize = 0;
export let secondMoments: usize = 0;
/** The filters for the forward pass, see filters.ts: [10][8][5] and [5][64][10][4] floats. */
export let conv1Filters: usize = 0;
export let conv2Filters: usize = 0;
/** [8 chunks] of the convolutions' parameters. */
export let gradients: usize = 0;
/** [classes][320], then the biases' */
export let linearGradients: usize = 0;
/** Adam's [7], see adam.ts. */
export let coefficients: usize = 0;

/** [batch] u32: the examples of the batch. */
export let indices: usize = 0;
/** [batch] floats, nats; [batch] uint8 */
export let losses: usize = 0;
export let predictions: usize = 0;
/** [batch] floats: d objective / d loss */
export let weights: usize = 0;
/** u32: the positions in the batch whose weight is not zero. */
export let selected: usize = 0;
/** Results of the forward pass, see shapes.ts: the batch's packs, then one a thread for evaluation; packBytes each. */
export let packs: usize = 0;
/**
 * Of the selected examples only: [batch][classes rounded up to 4] floats, d objective / d logits, and [batch][320]
 * floats, the linear layer's input.
 */
export let deltas: usize = 0;
export let inputs: usize = 0;

/** An evaluation's losses (floats), predictions (uint8) and their losses (floats), a slab at a time. */
export let evaluatedLosses: usize = 0;
export let evaluatedPredictions: usize = 0;
export let evaluatedPredictionLosses: usize = 0;

/** scratchBytes a thread, used by one task at a time. */
export let scratch: usize = 0;

export let packBytes: usize = 0;
export let scratchBytes: usize = 0;
export let classes: i32 = 0;
export let batchPacks: i32 = 0;
export let threads: i32 = 0;
/** How often a waiting thread looks before it sleeps. */
export let spins: i32 = 0;

/** Floats from one example's deltas to the next one's. */
export function deltaStride(): i32 {
  return (classes + 3) & ~3;
}
