import type { Dataset } from "../../data/dataset.js";
import { imagePixels } from "../../model/net.js";

/**
 * Copies a split's images into the kernels' memory, each when it is first needed, with its neighbours: to touch all 47 MB of MNIST before the first step
 * takes longer than to compile the kernels and start the threads.
 */
export interface SplitStore {
  readonly data: Dataset;
  /** Sees to it that an image is there. */
  need(index: number): void;
}

/** Three pages of memory: the larger, the fewer copies in all, and the more of them in the first steps. */
const imagesAtOnce = 16;

export function createSplitStore(data: Dataset, images: Uint8Array, labels: Uint8Array): SplitStore {
  labels.set(data.labels);
  const present = new Uint8Array(Math.ceil(data.count / imagesAtOnce));
  return {
    data,
    need: (index) => {
      const block = Math.floor(index / imagesAtOnce);
      if (present[block] === 1) return;
      present[block] = 1;
      const first = block * imagesAtOnce * imagePixels;
      images.set(data.images.subarray(first, first + imagesAtOnce * imagePixels), first);
    },
  };
}
