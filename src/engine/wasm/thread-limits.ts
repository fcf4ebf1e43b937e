import { availableParallelism } from "node:os";

export const maxThreads = 64;

/** More than this many are started only on request: the batches of a small net do not keep them busy. */
export const maxDefaultThreads = 8;

export const defaultThreads = (): number => Math.min(availableParallelism(), maxDefaultThreads);
