import fc from "fast-check";
import type { LossDefinition, LossValues } from "../../src/losses/definition.js";
import type { Parameter } from "../../src/losses/parts/parameter.js";
import { createRandom } from "../../src/random.js";

/** Any legal parameters of a loss: some are left out, and one that replaces another comes without it. */
export function legalParameters({ parameters }: LossDefinition): fc.Arbitrary<LossValues> {
  const entries = Object.entries(parameters);
  return fc
    .tuple(...entries.map(([, parameter]) => fc.option(legalValue(parameter), { nil: undefined })))
    .map((values) => {
      const given = Object.fromEntries(entries.map(([name], i) => [name, values[i]]));
      for (const [name, parameter] of entries) {
        if (parameter.kind === "number" && parameter.insteadOf !== undefined && given[name] !== undefined) {
          given[parameter.insteadOf] = undefined;
        }
      }
      return given;
    });
}

function legalValue(parameter: Parameter): fc.Arbitrary<number | string> {
  if (parameter.kind === "choice") return fc.constantFrom(...parameter.choices);
  const { minimum, above, maximum, below, integer } = parameter;
  const low = minimum ?? above!;
  if (integer) return fc.oneof(fc.integer({ min: low, max: low + 2000 }), fc.constantFrom(low, maximum ?? 2 ** 40));
  const high = maximum ?? below ?? Number.MAX_VALUE;
  const bounds = { minExcluded: above !== undefined, maxExcluded: below !== undefined, noNaN: true };
  return fc.oneof(
    { weight: 3, arbitrary: fc.double({ min: low, max: Math.min(high, low + 10), ...bounds }) },
    { weight: 1, arbitrary: fc.double({ min: low, max: high, ...bounds }) },
  );
}

const shapes: Record<string, (uniform: () => number) => number> = {
  exponential: (uniform) => -Math.log(1 - uniform()),
  "with many ties": (uniform) => Math.floor(uniform() * 6) / 4,
  "all equal": () => 0.5,
  "with zeros": (uniform) => (uniform() < 0.5 ? 0 : uniform()),
  "of every magnitude": (uniform) => 10 ** (uniform() * 49 - 45),
  "up to 10000": (uniform) => uniform() * 1e4,
};

/** 1 to 1000 per-example losses from 0 to 1e4, drawn from one seed, because an arbitrary for each would be slow. */
export const batches: fc.Arbitrary<Float32Array> = fc
  .record({
    n: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 128 }), fc.integer({ min: 1, max: 1000 })),
    shape: fc.constantFrom(...Object.keys(shapes)),
    seed: fc.nat(),
  })
  .map(({ n, shape, seed }) => {
    const random = createRandom(seed, "loss");
    return Float32Array.from({ length: n }, () => shapes[shape]!(() => random.float()));
  });
