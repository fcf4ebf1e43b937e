import { defaultThreads, maxDefaultThreads } from "../../dist/engine/wasm/thread-limits.js";

/** As many as the wasm engine starts by default. */
export const allThreads = defaultThreads();

/** 1, 2, 4, ... and all. */
export const threadCounts = [1, 2, 4, maxDefaultThreads].filter((count) => count < allThreads).concat(allThreads);
