/** What the engine calls, the addresses that it sets, and every kernel, so that each can be tested and timed alone. */
export * from "./adam";
export * from "./conv1";
export * from "./conv1-backward";
export * from "./conv2";
export * from "./conv2-backward";
export * from "./filters";
export * from "./gather";
export * from "./linear";
export * from "./linear-backward";
export * from "./load";
export * from "./memory";
export * from "./softmax";
export * from "./survivors";
export { fail, run, serve } from "./threads";
export { makeFilters } from "./update";
