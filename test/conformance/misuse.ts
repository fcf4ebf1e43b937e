import { describe, expect, test } from "vitest";
import type { Engine, Split } from "../../src/engine/engine.js";
import { EngineMisuseError } from "../../src/errors/errors.js";
import { indicesFrom, lr, smallOptions } from "./fixtures.js";
import type { Subject } from "./subject.js";

const refused: [string, (engine: Engine) => void][] = [
  ["backward without forward", (engine) => engine.backward(new Float32Array(4), lr)],
  [
    "backward twice after one forward",
    (engine) => {
      engine.forward(indicesFrom(0, 4));
      engine.backward(new Float32Array(4), lr);
      engine.backward(new Float32Array(4), lr);
    },
  ],
  [
    "fewer weights than examples",
    (engine) => {
      engine.forward(indicesFrom(0, 4));
      engine.backward(new Float32Array(3), lr);
    },
  ],
  [
    "more weights than examples",
    (engine) => {
      engine.forward(indicesFrom(0, 4));
      engine.backward(new Float32Array(5), lr);
    },
  ],
  [
    "a learning rate that is not a number",
    (engine) => {
      engine.forward(indicesFrom(0, 4));
      engine.backward(new Float32Array(4), Number.NaN);
    },
  ],
  ["an empty batch", (engine) => engine.forward(new Uint32Array(0))],
  ["a batch larger than the batch size", (engine) => engine.forward(indicesFrom(0, 17))],
  ["an index beyond the last example", (engine) => engine.forward(Uint32Array.of(0, 50))],
  ["the largest index there is", (engine) => engine.forward(Uint32Array.of(2 ** 32 - 1))],
  ["evaluating beyond the last example", (engine) => engine.evaluate("test", 30, 8)],
  ["evaluating from a negative index on", (engine) => engine.evaluate("test", -1, 2)],
  ["evaluating a negative number of examples", (engine) => engine.evaluate("test", 2, -1)],
  [
    "backward after a new state was written",
    (engine) => {
      engine.forward(indicesFrom(0, 4));
      engine.writeState(engine.readState());
      engine.backward(new Float32Array(4), lr);
    },
  ],
];

const without = (split: Split) => new EngineMisuseError(`the engine was created without ${split} data`);

export function misuse(subject: Subject): void {
  describe("misuse", () => {
    test.each(refused)("refuses %s", async (_, use) => {
      const engine = await subject.open(smallOptions());
      expect(() => use(engine)).toThrow(EngineMisuseError);
    });

    test("a split that was left out is named when it is used", async () => {
      const { train, test: testData, ...rest } = smallOptions();
      const untrained = await subject.open({ ...rest, test: testData! });
      expect(() => untrained.forward(indicesFrom(0, 1))).toThrow(without("train"));
      expect(() => untrained.evaluate("train", 0, 1)).toThrow(without("train"));
      expect(untrained.evaluate("test", 0, 37).losses).toHaveLength(37);
      const untested = await subject.open({ ...rest, train: train! });
      expect(() => untested.evaluate("test", 0, 1)).toThrow(without("test"));
    });

    test("disposing twice is harmless, using a disposed engine is refused", async () => {
      const engine = await subject.open(smallOptions());
      engine.forward(indicesFrom(0, 4));
      const state = engine.readState();
      await engine.dispose();
      await engine.dispose();
      expect(() => engine.forward(indicesFrom(0, 4))).toThrow(EngineMisuseError);
      expect(() => engine.backward(new Float32Array(4), lr)).toThrow(EngineMisuseError);
      expect(() => engine.evaluate("test", 0, 1)).toThrow(EngineMisuseError);
      expect(() => engine.evaluate("test", 0, 0)).toThrow(EngineMisuseError);
      expect(() => engine.readState()).toThrow(EngineMisuseError);
      expect(() => engine.writeState(state)).toThrow(EngineMisuseError);
    });
  });
}
