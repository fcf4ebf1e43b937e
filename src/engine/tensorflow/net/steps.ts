import type { Adam, Split } from "../../engine.js";
import type { Call, Fed, Session } from "../graph/session.js";
import { adamScalars } from "./adam.js";
import { type Part, partsOf } from "./chains.js";
import { names } from "./net.js";

/** The results of one chain's examples. */
export interface ChainOutputs {
  readonly part: Part;
  /** [part] */
  readonly losses: Float32Array;
  /** [part, classes] */
  readonly logits: Float32Array;
}

/** The calls of a training step and of an evaluation, on batches of any size. */
export interface Steps {
  /** Keeps the activations for `backward`. */
  forward(indices: ArrayLike<number>): ChainOutputs[];
  /** Keeps nothing. */
  evaluate(split: Split, indices: ArrayLike<number>): ChainOutputs[];
  /**
   * @param indices of the last `forward`
   * @param step of Adam, from 1
   * @param lr Adam's learning rate in this step
   * @returns how many examples went through the backward pass
   */
  backward(indices: ArrayLike<number>, weights: Float32Array, step: number, lr: number): number;
}

export function createSteps(session: Session, chains: number, adam: Adam): Steps {
  const calls = new Map<string, Call>();
  /** A call whose feeds and fetches depend only on its key. */
  function remembered(key: string, make: () => Call): Call {
    const call = calls.get(key) ?? make();
    calls.set(key, call);
    return call;
  }

  function run(split: Split, indices: ArrayLike<number>, keep: boolean): ChainOutputs[] {
    const parts = partsOf(indices.length, chains);
    const call = remembered(`${split} ${keep} ${parts.length}`, () => {
      const outputs = parts.flatMap((_, chain) => [names.losses(chain, split), names.logits(chain, split)]);
      const feeds = parts.map((_, chain) => names.indices(chain, split));
      return session.call(feeds, keep ? [...outputs, names.kept(parts.length)] : outputs);
    });
    const values = call(
      parts.map(({ first, end }) => integers(Array.from({ length: end - first }, (_, i) => indices[first + i]))),
    );
    return parts.map((part, chain) => ({ part, losses: values[2 * chain], logits: values[2 * chain + 1] }));
  }

  return {
    forward: (indices) => run("train", indices, true),
    evaluate: (split, indices) => run(split, indices, false),
    backward(indices, weights, step, lr) {
      const { learningRate, epsilon } = adamScalars(adam, step, lr);
      const scalars = [names.learningRate, names.epsilon];
      const scalarFeeds = [float(learningRate), float(epsilon)];
      const positions: number[] = [];
      for (let i = 0; i < weights.length; i++) if (weights[i] !== 0) positions.push(i);
      if (positions.length === 0) {
        remembered("decay", () => session.call(scalars, [names.decayed]))(scalarFeeds);
        return 0;
      }
      const parts = partsOf(positions.length, chains);
      const call = remembered(`step ${parts.length}`, () => {
        const feeds = parts.flatMap((_, chain) => [names.rows(chain), names.selected(chain), names.weights(chain)]);
        return session.call([...scalars, ...feeds], [names.stepped(parts.length)]);
      });
      const selections = parts.map(({ first, end }) => positions.slice(first, end));
      call([
        ...scalarFeeds,
        ...selections.flatMap((rows) => [
          integers(rows),
          integers(rows.map((row) => indices[row])),
          column(rows.map((row) => weights[row])),
        ]),
      ]);
      return positions.length;
    },
  };
}

const integers = (values: readonly number[]): Fed => ({
  type: "int32",
  shape: [values.length],
  values: Int32Array.from(values),
});

const column = (values: readonly number[]): Fed => ({
  type: "float32",
  shape: [values.length, 1],
  values: Float32Array.from(values),
});

const float = (value: number): Fed => ({ type: "float32", shape: [], values: Float32Array.of(value) });
