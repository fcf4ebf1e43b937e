/**
 * Addresses and sizes in the shared memory. Each thread's instance gets them right after it is made, by name, through the exported globals; see layout.ts
 * beside this folder for what each holds.
 */
export let control: usize = 0;
export let trainImages: usize = 0;
export let trainLabels: usize = 0;
export let testImages: usize = 0;
export let testLabels: usize = 0;
export let parameters: usize = 0;
export let conv1Filters: usize = 0;
export let conv2Filters: usize = 0;
export let firstMoments: usize = 0;
export let secondMoments: usize = 0;
export let gradients: usize = 0;
export let linearGradients: usize = 0;
export let coefficients: usize = 0;
export let packs: usize = 0;
export let indices: usize = 0;
export let weights: usize = 0;
export let selected: usize = 0;
export let losses: usize = 0;
export let predictions: usize = 0;
export let deltas: usize = 0;
export let inputs: usize = 0;
export let evaluatedLosses: usize = 0;
export let evaluatedPredictions: usize = 0;
export let scratch: usize = 0;

export let packBytes: usize = 0;
export let scratchBytes: usize = 0;
export let classes: i32 = 0;
export let batchPacks: i32 = 0;
export let threads: i32 = 0;
export let spins: i32 = 0;
