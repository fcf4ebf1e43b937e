/** Gives the bytes that a file of so many is read into; they may be shared between threads. */
export type Allocate = (bytes: number) => Uint8Array | Promise<Uint8Array>;

export const newBytes: Allocate = (bytes) => new Uint8Array(bytes);
