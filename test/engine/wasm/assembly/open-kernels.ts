import { compileKernels, instantiate } from "../../../../src/engine/wasm/kernels.js";

/** The kernels on one thread, with a memory that tests fill by hand. */
export interface OpenKernels {
  readonly call: Readonly<Record<string, (...parameters: number[]) => number>>;
  /** Allocates zeroed bytes. @returns their address */
  room(bytes: number): number;
  /** Copies an array in. @returns its address */
  put(array: Float32Array | Uint32Array | Uint8Array): number;
  floats(address: number, length: number): Float32Array;
  words(address: number, length: number): Uint32Array;
  bytes(address: number, length: number): Uint8Array;
}

const pages = 64;

export async function openKernels(): Promise<OpenKernels> {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const exports: unknown = instantiate(await compileKernels(), memory, {});
  let end = 65_536;
  const room = (bytes: number) => {
    const start = end;
    end += Math.ceil(bytes / 64) * 64 + 64;
    return start;
  };
  return {
    call: exports as OpenKernels["call"],
    room,
    put: (array) => {
      const address = room(array.byteLength);
      const source = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      new Uint8Array(memory.buffer, address, array.byteLength).set(source);
      return address;
    },
    floats: (address, length) => new Float32Array(memory.buffer, address, length),
    words: (address, length) => new Uint32Array(memory.buffer, address, length),
    bytes: (address, length) => new Uint8Array(memory.buffer, address, length),
  };
}
