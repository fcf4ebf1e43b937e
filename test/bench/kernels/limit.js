import binaryen from "assemblyscript/binaryen";

const sums = Array.from({ length: 12 }, (_, i) => `$a${i}`);
const turns = 1_000_000;

const locals = sums.map((sum) => `(local ${sum} v128)`).join(" ");
const multiplyAdd = (/** @type {string} */ sum) =>
  `(local.set ${sum} (f32x4.add (f32x4.mul (local.get ${sum}) (local.get $half)) (local.get $half)))`;

/**
 * Twelve independent chains of a multiplication and an addition, in registers: no memory access, no stalls. 24
 * operations a turn.
 */
const text = `(module (func (export "turn") (param $n i32) (result v128)
  (local $half v128) ${locals}
  (local.set $half (f32x4.splat (f32.const 0.5)))
  (loop $turn
    ${sums.map(multiplyAdd).join("\n")}
    (br_if $turn (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
  ${sums.map((sum) => `(local.get ${sum})`).reduce((a, b) => `(f32x4.add ${a} ${b})`)})
  (func (export "run") (param $n i32) (result f32) (f32x4.extract_lane 0 (call 0 (local.get $n)))))`;

/**
 * The most f32x4 operations a nanosecond that one thread can do, as V8 compiles them: half of them additions, half
 * multiplications.
 */
export async function measureLimit() {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.All);
  const { run } = /** @type {{ run: (turns: number) => number }} */ (
    new WebAssembly.Instance(await WebAssembly.compile(module.emitBinary()), {}).exports
  );
  let best = 0;
  for (let round = 0; round < 20; round++) {
    const started = performance.now();
    run(turns);
    best = Math.max(best, (2 * sums.length * turns) / ((performance.now() - started) * 1e6));
  }
  return best;
}
