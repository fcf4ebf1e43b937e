import { describe, expect, test } from "vitest";
import { type Engine, type EngineState, engineNames } from "../../src/engine/engine.js";
import { InputError } from "../../src/errors/errors.js";
import { parameterNames } from "../../src/model/net.js";
import { indicesFrom, lr, randomParameters, smallOptions, startFrom } from "./fixtures.js";
import { expectSameBits, expectSameState } from "./same-state.js";
import type { Subject } from "./subject.js";

export function state(subject: Subject): void {
  describe("state", () => {
    test("an engine starts from the initial state, to the bit", async () => {
      const initial = await someState(subject);
      const engine = await subject.open(smallOptions({ initial }));
      expectSameBits(engine.readState(), initial);
    });

    test("a state that was written is read back to the bit", async () => {
      const written = await someState(subject);
      const engine = await subject.open(smallOptions());
      engine.writeState(written);
      expectSameBits(engine.readState(), written);
    });

    test("training continues from a state as if it had never stopped", async () => {
      const engine = await subject.open(smallOptions());
      steps(engine, 0, 3);
      const middle = engine.readState();
      steps(engine, 3, 6);
      const end = engine.readState();

      const restored = await subject.open(smallOptions());
      steps(restored, 7, 9);
      restored.writeState(middle);
      steps(restored, 3, 6);
      expectSameState(subject, restored.readState(), end);

      const fresh = await subject.open(smallOptions({ initial: middle }));
      steps(fresh, 3, 6);
      expectSameState(subject, fresh.readState(), end);
    });

    test("the same calls give the same numbers", async () => {
      const [one, two] = [await subject.open(smallOptions()), await subject.open(smallOptions())];
      steps(one, 0, 5);
      steps(two, 0, 5);
      expectSameState(subject, one.readState(), two.readState());
    });

    test("a state is a copy, read or written", async () => {
      const engine = await subject.open(smallOptions());
      steps(engine, 0, 2);
      const read = engine.readState();
      const kept = structuredClone(read);
      spoil(read);
      expectSameBits(engine.readState(), kept);
      const written = structuredClone(kept);
      engine.writeState(written);
      spoil(written);
      expectSameBits(engine.readState(), kept);
    });

    test.each(["parameters", "firstMoments", "secondMoments"] as const)(
      "%s of another size are refused",
      async (set) => {
        const engine = await subject.open(smallOptions());
        const before = engine.readState();
        const other = startFrom(randomParameters(11, 1));
        expect(() => engine.writeState({ ...before, [set]: other[set] })).toThrow(InputError);
        expectSameBits(engine.readState(), before);
      },
    );

    test("the engine has a name and a description", async () => {
      const { name, description } = await subject.open(smallOptions());
      expect(engineNames).toContain(name);
      expect(description).toMatch(/\w/);
    });
  });
}

async function someState(subject: Subject): Promise<EngineState> {
  const engine = await subject.open(smallOptions({ initial: startFrom(randomParameters(10, 9)) }));
  steps(engine, 0, 3);
  return engine.readState();
}

/** Steps number `from` to `to` - 1 of a fixed sequence of batches and weights. */
function steps(engine: Engine, from: number, to: number): void {
  for (let step = from; step < to; step++) {
    const count = 16 - (step % 4);
    engine.forward(indicesFrom(3 * step, count));
    engine.backward(
      Float32Array.from({ length: count }, (_, i) => (i % 3 === step % 3 ? 2 / count : 0)),
      lr,
    );
  }
}

function spoil({ parameters, firstMoments, secondMoments }: EngineState): void {
  for (const name of parameterNames) {
    parameters[name].fill(7);
    firstMoments[name].fill(7);
    secondMoments[name].fill(7);
  }
}
