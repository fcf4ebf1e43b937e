import type { Dataset } from "../../data/dataset.js";
import { imagePixels } from "../../model/net.js";

/**
 * Copies a split's images into the kernels' memory, each when it is first needed: to touch all 47 MB of MNIST before the first step takes longer than to
 * start the threads and compile the kernels together.
 */
export interface SplitStore {
  readonly data: Dataset;
  /** Sees to it that an image is there. */
  need(index: number): void;
}

export function createSplitStore(data: Dataset, images: Uint8Array, labels: Uint8Array): SplitStore {
  labels.set(data.labels);
  const present = new Uint8Array(data.count);
  return {
    data,
    need: (index) => {
      if (present[index] === 1) return;
      present[index] = 1;
      const first = index * imagePixels;
      images.set(data.images.subarray(first, first + imagePixels), first);
    },
  };
}
