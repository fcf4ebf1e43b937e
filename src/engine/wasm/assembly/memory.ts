/**
 * Addresses in the memory that all threads share. Every thread's instance gets them right after it is made, through these exported globals and by their
 * names, from layout.ts in the folder above. "batch" is the batch size, rounded up to packs of four images.
 */

/** The words of threads.ts. */
export let control: usize = 0;

/** [count][784] uint8 and [count] uint8 */
export let trainImages: usize = 0;
export let trainLabels: usize = 0;
export let testImages: usize = 0;
export let testLabels: usize = 0;

/** Floats as shapes.ts lays them out. */
export let parameters: usize = 0;
export let firstMoments: usize = 0;
export let secondMoments: usize = 0;
/** The filters that the forward pass multiplies with, see filters.ts: [10][8][5] and [5][64][10][4] floats. */
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
/** u32: the places in the batch whose weight is not zero. */
export let selected: usize = 0;
/** What the forward pass leaves, see shapes.ts: the batch's packs, then one a thread for evaluation; packBytes each. */
export let packs: usize = 0;
/** [batch][classes rounded up to 4] floats, d objective / d logits, and [batch][320] floats, the linear layer's input; of the selected alone. */
export let deltas: usize = 0;
export let inputs: usize = 0;

/** [1024] floats and uint8: an evaluation's losses and predictions, a slab at a time. */
export let evaluatedLosses: usize = 0;
export let evaluatedPredictions: usize = 0;

/** scratchBytes a thread, used by one task at a time. */
export let scratch: usize = 0;

export let packBytes: usize = 0;
export let scratchBytes: usize = 0;
export let classes: i32 = 0;
export let batchPacks: i32 = 0;
export let threads: i32 = 0;
/** How often a waiting thread looks before it sleeps. */
export let spins: i32 = 0;
