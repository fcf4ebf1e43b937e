import type { Dataset } from "../../data/dataset.js";
import { imagePixels } from "../../model/net.js";

/**
 * Copies a split's images into the kernels' memory, each when it is first needed, with its neighbours: to touch all 47 MB of MNIST before the first step
 * takes longer than to compile the kernels and start the threads.
 */
export interface SplitStore {
  readonly data: Dataset;
  /** Sees to it that images are there. @throws RangeError for an index that the split does not have */
  need(indices: Uint32Array): void;
  /** The same for `count` images from `first` on. */
  needRange(first: number, count: number): void;
}

/** Three pages of memory: the larger, the fewer copies in all, and the more of them in the first steps. */
const imagesAtOnce = 16;

export function createSplitStore(data: Dataset, images: Uint8Array, labels: Uint8Array): SplitStore {
  labels.set(data.labels);
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
    data,
    need: (indices) => {
      for (let i = 0; i < indices.length; i++) {
        const index = indices[i];
        if (index >= data.count) throw new RangeError(`example ${index} of ${data.count}`);
        if (missing > 0) copy(Math.floor(index / imagesAtOnce));
      }
    },
    needRange: (first, count) => {
      if (missing === 0) return;
      for (let block = Math.floor(first / imagesAtOnce); block * imagesAtOnce < first + count; block++) copy(block);
    },
  };
}
