import { setImmediate } from "node:timers/promises";

/** Longest stretch without the event loop, in milliseconds; a step or two more may pass before the next look at the clock. */
const stretch = 20;

/**
 * Makes a function to be awaited after every piece of synchronous work: once a stretch is over it lets timers, signals and sockets have their turn.
 * Awaiting alone does not: it only runs microtasks.
 */
export function createPause(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < stretch) return undefined;
    return setImmediate(undefined).then(() => {
      last = performance.now();
    });
  };
}
