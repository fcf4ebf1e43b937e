import type { Engine } from "../engine/engine.js";

const repeats = 9;
/** The cost does not depend on the batch; a small one is quick to run forward. */
const examples = 64;

/**
 * Seconds that `Engine.backward` takes when nothing is selected, Adam included: the part of an update that skipping
 * cannot save. The median of a few; the engine's state is restored, on the wasm engine to the same bits.
 */
export function measureUpdateSeconds(engine: Engine, batchSize: number): number {
  const state = engine.readState();
  const indices = Uint32Array.from({ length: Math.min(batchSize, examples) }, (_, index) => index);
  const weights = new Float32Array(indices.length);
  const seconds = Array.from({ length: repeats }, () => {
    engine.forward(indices);
    const start = performance.now();
    engine.backward(weights, 0);
    return (performance.now() - start) / 1000;
  });
  engine.writeState(state);
  return seconds.sort((a, b) => a - b)[repeats >> 1];
}
