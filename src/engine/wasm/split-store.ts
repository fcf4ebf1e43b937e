import type { Dataset } from "../../data/dataset.js";
import { imagePixels } from "../../model/net.js";

/**
 * Copies a split's images that were not read into the kernels' memory, each with its neighbours when it is first
 * needed: touching all 47 MB of MNIST before the first step takes longer than compiling the kernels and starting the
 * threads.
 */
export interface SplitStore {
  /** Copies these images unless they are there. */
  need(indices: Uint32Array): void;
  /** The same for `count` images from `first` on. */
  needRange(first: number, count: number): void;
}

/** Three pages of memory. With more there would be fewer copies in all, and more of them in the first steps. */
const imagesAtOnce = 16;

export function createSplitStore(data: Dataset, images: Uint8Array): SplitStore {
  const present = new Uint8Array(Math.ceil(data.count / imagesAtOnce));
  let missing = present.length;
  const copy = (block: number): void => {
    if (present[block] === 1) return;
    present[block] = 1;
    missing--;
    const first = block * imagesAtOnce * imagePixels;
    images.set(data.images.subarray(first, first + imagesAtOnce * imagePixels), first);
  };
  return {
    need: (indices) => {
      if (missing > 0) for (const index of indices) copy(Math.floor(index / imagesAtOnce));
    },
    needRange: (first, count) => {
      if (missing === 0) return;
      for (let block = Math.floor(first / imagesAtOnce); block * imagesAtOnce < first + count; block++) copy(block);
    },
  };
}
