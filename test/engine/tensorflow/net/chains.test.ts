import fc from "fast-check";
import { expect, test } from "vitest";
import { partsOf } from "../../../../src/engine/tensorflow/net/chains.js";

test("parts cover the batch in order, none is empty, and no two differ by more than one", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 8 }), (size, chains) => {
      const parts = partsOf(size, chains);
      expect(parts.flatMap(({ first, end }) => Array.from({ length: end - first }, (_, i) => first + i))).toEqual(
        Array.from({ length: size }, (_, i) => i),
      );
      const sizes = parts.map(({ first, end }) => end - first);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(parts).toHaveLength(Math.min(size, chains));
    }),
  );
});
