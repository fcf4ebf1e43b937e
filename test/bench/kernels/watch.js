import { instrument } from "./instrument.js";

/**
 * @typedef Tally
 * @property {string} name
 * @property {number} calls
 * @property {number} amount vector operations, or microseconds without the cost of watching
 */

/**
 * Makes the wasm engine of this process run instrumented kernels; call it before the engine is created. The engine does
 * not notice: the module is replaced as it is compiled and instantiated. Only for one thread, which is this one.
 * @param {"operations" | "microseconds"} unit
 * @returns {{ reset(): void, tallies(): Tally[] }}
 */
export function watchKernels(unit) {
  const { compile, Instance } = WebAssembly;
  /** @type {string[]} */
  let names = [];
  /** @type {Record<string, any>} */
  let exports = {};
  const read = unit === "operations" ? () => exports.operations.value : () => 1000 * performance.now();

  /** @type {number[]} the kernels that are running, the innermost last */
  const running = [];
  let amounts = new Float64Array();
  let calls = new Float64Array();
  let last = 0;
  /** Everything since the last mark belongs to the innermost kernel. */
  const mark = () => {
    const now = read();
    if (running.length > 0) amounts[running[running.length - 1]] += now - last;
    last = now;
  };
  const bench = {
    /** @param {number} kernel */
    enter(kernel) {
      mark();
      running.push(kernel);
      calls[kernel]++;
      last = read();
    },
    leave() {
      mark();
      running.pop();
    },
  };

  WebAssembly.compile = (bytes) => {
    const instrumented = instrument(/** @type {Uint8Array} */ (bytes), { count: unit === "operations" });
    names = instrumented.names;
    reset();
    return compile(instrumented.bytes);
  };
  WebAssembly.Instance = class extends Instance {
    /**
     * @param {WebAssembly.Module} module
     * @param {object} imports
     */
    constructor(module, imports) {
      super(module, { ...imports, bench });
      exports = this.exports;
    }
  };
  return { reset, tallies };

  function reset() {
    amounts = new Float64Array(names.length);
    calls = new Float64Array(names.length);
  }

  function tallies() {
    const [unwatchedAmount, unwatchedCalls] = [amounts[0], calls[0]];
    for (let i = 0; i < 10_000; i++) exports.unwatched();
    const watching = (amounts[0] - unwatchedAmount) / (calls[0] - unwatchedCalls);
    return names
      .map((name, i) => ({ name, calls: calls[i], amount: Math.max(0, amounts[i] - calls[i] * watching) }))
      .slice(1)
      .filter((tally) => tally.calls > 0);
  }
}
