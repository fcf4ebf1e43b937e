import { readFile } from "node:fs/promises";
import { RunError } from "../../errors/errors.js";
import type { Globals } from "./layout.js";

/** The exports of the compiled kernels that the calling thread uses. */
export interface Kernels {
  /** @returns 0, the number of a thread that threw, or -1 for one that has stalled */
  run(job: number, tasks: number, first: number, count: number): number;
  /** Computes the filters for the forward pass from the parameters; each step of Adam does it too. */
  makeFilters(): void;
}

const file = new URL("../../../dist/engine/wasm/kernels.wasm", import.meta.url);
let compiled: Promise<WebAssembly.Module> | undefined;

/** Compiles the kernels once per process: all instances share the code and what V8 has optimised of it. */
export function compileKernels(): Promise<WebAssembly.Module> {
  compiled ??= readFile(file).then(WebAssembly.compile, (cause) => {
    throw new RunError(`The wasm kernels are not built: ${file.pathname} cannot be read; run \`npm run build\``, {
      cause,
    });
  });
  return compiled;
}

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory, globals: Globals): Kernels {
  const words = new Int32Array(memory.buffer);
  const sleep = {
    sleep: (address: number, expected: number, milliseconds: number) =>
      Atomics.wait(words, address >>> 2, expected, milliseconds) !== "timed-out",
    wake: (address: number) => Atomics.notify(words, address >>> 2),
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, sleep });
  for (const [name, value] of Object.entries(globals)) (exports[name] as WebAssembly.Global).value = value;
  return exports as unknown as Kernels;
}
