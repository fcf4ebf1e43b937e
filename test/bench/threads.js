import { availableParallelism } from "node:os";

/** The wasm engine takes no more of its own accord. */
const most = 8;

export const allThreads = Math.min(availableParallelism(), most);

/** 1, 2, 4, ... and all. */
export const threadCounts = [1, 2, 4, most].filter((count) => count < allThreads).concat(allThreads);
