import { setImmediate } from "node:timers/promises";

/** Longest stretch without the event loop, in ms; one or two more steps may pass before the clock is read again. */
const stretch = 20;

/**
 * Makes a function to await after every piece of synchronous work: after a stretch it gives timers, signals and sockets
 * their turn. Merely awaiting does not: it only runs microtasks.
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
