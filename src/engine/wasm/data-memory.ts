import { cacheLine } from "./assembly/control.js";
import { growTo, largestPages, page, roundUp } from "./layout.js";

/**
 * The kernels' memory before its size is known, for data that is read straight into it: touching the 47 MB of MNIST a
 * second time, to copy them, takes a tenth of an epoch.
 */
export interface DataMemory {
  readonly memory: WebAssembly.Memory;
  /** @returns bytes of the memory for a file; undefined when the system does not give them */
  allocate(bytes: number): Uint8Array | undefined;
  /** The address of data that is in this memory; undefined: it is elsewhere. */
  addressOf(data: Uint8Array): number | undefined;
  /** first free address; the first page stays free, too */
  end(): number;
}

/** @throws RangeError when the system does not give so many addresses */
export function reserveDataMemory(): DataMemory {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: largestPages, shared: true });
  // A memory that has grown has a new buffer for the same bytes.
  const buffers = new Set<ArrayBufferLike>();
  let end = page;
  return {
    memory,
    allocate: (bytes) => {
      const address = end;
      const next = roundUp(address + bytes, cacheLine);
      if (!hasGrownTo(memory, next)) return undefined;
      end = next;
      buffers.add(memory.buffer);
      return new Uint8Array(memory.buffer, address, bytes);
    },
    addressOf: (data) => (buffers.has(data.buffer) ? data.byteOffset : undefined),
    end: () => end,
  };
}

function hasGrownTo(memory: WebAssembly.Memory, bytes: number): boolean {
  try {
    growTo(memory, bytes);
    return true;
  } catch {
    return false;
  }
}
