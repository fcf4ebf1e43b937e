import binaryen from "assemblyscript/binaryen";

/** The functions that the engine calls; every other function that the module exports is a kernel. */
const entries = ["run", "serve", "fail", "makeFilters"];

/** f32x4 arithmetic and comparisons, as a line of the text format; moving lanes is not arithmetic. */
const operation = /^\s*f32x4\.(?!splat|extract_lane|replace_lane)\w+$/;

const countOne = ["global.get $operations", "f64.const 1", "f64.add", "global.set $operations"];

/**
 * The compiled kernels, with a call of the imported `bench.enter` before and of `bench.leave` after every call of a
 * kernel, and nothing changed inside the kernels; or, to count, with every vector operation counted in the exported
 * global `operations`. A function that the compiler inlined into its callers no longer counts as a kernel. `unwatched`
 * is a kernel that does nothing: its time is the cost of watching.
 * @param {Uint8Array} bytes
 * @param {{ count: boolean }} options
 * @returns {{ bytes: Uint8Array, names: string[] }} enter gets the index of a name
 */
export function instrument(bytes, { count }) {
  const lines = binaryen.readBinary(bytes).emitStackIR().split("\n");
  const names = ["unwatched"];
  /** @type {Map<string, number>} by the name of a function in the text */
  const kernels = new Map();
  for (const line of lines) {
    const [, name, called] = line.match(/\(export "(\w+)" \(func (\$[^)]+)\)\)/) ?? [];
    if (name !== undefined && !entries.includes(name)) kernels.set(called, names.push(name) - 1);
  }
  const firstImport = lines.findIndex((line) => line.includes("(import "));
  const firstFunction = lines.findIndex((line) => line.startsWith(" (func "));
  const text = lines.flatMap((line, index) => {
    if (index === firstImport) return [...imports, line];
    if (index === firstFunction) return [...definitions, line];
    if (count && operation.test(line)) return [line, ...countOne];
    const kernel = kernels.get(line.match(/^\s*call (\S+)$/)?.[1] ?? "");
    return kernel === undefined ? [line] : [`i32.const ${kernel} call $enter`, line, "call $leave"];
  });
  const module = binaryen.parseText(text.join("\n"));
  module.setFeatures(binaryen.Features.All);
  return { bytes: module.emitBinary(), names };
}

const imports = [
  '(import "bench" "enter" (func $enter (param i32)))', //
  '(import "bench" "leave" (func $leave))',
];

const definitions = [
  "(global $operations (mut f64) (f64.const 0))",
  '(export "operations" (global $operations))',
  '(func $unwatched (export "unwatched") i32.const 0 call $enter call $leave)',
];
