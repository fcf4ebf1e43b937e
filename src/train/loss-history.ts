import type { LoopState } from "./state.js";

/**
 * The losses of each example in earlier epochs: a row of [count] codes for each of `keptEpochs`. A code is a loss in
 * one byte: 16 steps an octave from 2^-9 to 120 nats, so within 3.2% of it; what lies outside counts as the end.
 * 0: not recorded, as in epochs that an early version trained. Ten epochs of MNIST take 540 kB, many more 1.9 MB.
 */
export type LossHistory = Uint8Array[];

/** When so many rows are full, every second one is dropped, and every second epoch kept from then on. */
const mostRows = 32;

type Place = Pick<LoopState, "epoch" | "batch">;

/** How far apart the kept epochs are. How many a run should have does not matter: it may be extended. */
function strideOf(epochs: number): number {
  let stride = 1;
  while (epochs > mostRows * stride) stride *= 2;
  return stride;
}

/**
 * The epochs whose losses a history has at a place in a run: those before the last that has begun, whose losses are
 * `lastLoss`. Of more than 32 every 2nd, 4th, ...
 */
export function keptEpochs({ epoch, batch }: Place): number[] {
  const epochs = batch > 0 ? epoch : Math.max(0, epoch - 1);
  const stride = strideOf(epochs);
  return Array.from({ length: Math.ceil(epochs / stride) }, (_, row) => row * stride);
}

/** Of a run that has come so far, and recorded nothing. */
export function unknownHistory(count: number, place: Place): LossHistory {
  return keptEpochs(place).map(() => new Uint8Array(count));
}

/**
 * Adds an epoch, when the next one begins. Each example was in one of its batches, so a step takes no longer.
 * @param lastLoss [count] of each example when it was last in a batch, nats; at least 0, finite
 */
export function keepLosses(history: LossHistory, lastLoss: Float32Array, epoch: number): void {
  const stride = strideOf(epoch + 1);
  if (stride > strideOf(epoch)) {
    const kept = history.filter((_, row) => row % 2 === 0);
    history.splice(0, history.length, ...kept);
  }
  if (epoch % stride === 0) history.push(codesOf(lastLoss));
}

/** A 32-bit float has 23 bits after its first; 4 of them make 16 steps an octave. */
const droppedBits = 19;
/** Below 2^-9. */
const belowAll = ((127 - 9) << 4) - 1;
const mostCode = 255;

/** By operations on integers, so that the bytes are equal everywhere. */
function codesOf(losses: Float32Array): Uint8Array {
  const bits = new Uint32Array(losses.buffer, losses.byteOffset, losses.length);
  const half = 1 << (droppedBits - 1);
  const codes = new Uint8Array(losses.length);
  for (let i = 0; i < codes.length; i++) {
    const code = ((bits[i] + half) >>> droppedBits) - belowAll;
    codes[i] = code < 1 ? 1 : code > mostCode ? mostCode : code;
  }
  return codes;
}

/** In nats. @param code 1 to 255 */
export function lossOfCode(code: number): number {
  const steps = code + belowAll;
  return 2 ** ((steps >> 4) - 127) * (1 + (steps & 15) / 16);
}
