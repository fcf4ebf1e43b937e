import { availableParallelism, cpus } from "node:os";
import type { Check } from "./check.js";

/** What the wasm engine needs, which is all that ohem itself needs. */
export function hostChecks(): Check[] {
  const processor = cpus()[0]?.model.trim() ?? process.arch;
  return [
    { name: "node", state: "ok", found: `${process.version} on ${process.platform} ${process.arch}` },
    { name: "cores", state: "ok", found: `${availableParallelism()} (${processor})` },
    hasSimd()
      ? { name: "simd", state: "ok", found: 'WebAssembly SIMD: "--engine wasm" runs here' }
      : {
          name: "simd",
          state: "missing",
          found: "this Node has no WebAssembly SIMD",
          fix: "install Node 20.19 or later",
        },
  ];
}

/** Asks with the smallest module that has a SIMD instruction: a function that makes a vector of zeros and drops it. */
function hasSimd(): boolean {
  const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  const type = [0x01, 0x04, 0x01, 0x60, 0x00, 0x00];
  const functions = [0x03, 0x02, 0x01, 0x00];
  const vector = [0xfd, 0x0c, ...Array(16).fill(0x00)];
  const code = [0x0a, 0x17, 0x01, 0x15, 0x00, ...vector, 0x1a, 0x0b];
  return WebAssembly.validate(Uint8Array.from([...header, ...type, ...functions, ...code]));
}
