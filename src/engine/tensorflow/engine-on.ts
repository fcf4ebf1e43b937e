import type { Dataset } from "../../data/dataset.js";
import { InputError, RunError } from "../../errors/errors.js";
import type { Engine, EngineOptions, EngineState, Split } from "../engine.js";
import type { NetOnDevice } from "./net/open.js";
import { predict } from "./net/predict.js";
import type { ChainOutputs } from "./net/steps.js";

/** Examples per call of an evaluation: enough to fill a device, and the activations stay under 100 MB. */
const evaluationBatch = 1000;

/** An engine over a net on a device. */
export function engineOn(net: NetOnDevice, description: string, options: EngineOptions): Engine {
  const { classes, batchSize } = options;
  let step = options.initial.step;
  let pending: Uint32Array | undefined;
  let state: "open" | "failed" | "disposed" = "open";

  /** After an error nobody knows what is on the device. */
  function guarded<T>(run: () => T): T {
    if (state !== "open")
      throw new RunError(`the tensorflow engine has ${state === "failed" ? "failed before" : "been disposed"}`);
    try {
      return run();
    } catch (error) {
      state = "failed";
      throw new RunError(`TensorFlow: ${(error as Error).message}`, { cause: error });
    }
  }

  function merge(
    outputs: readonly ChainOutputs[],
    losses: Float32Array,
    predictions: Uint8Array,
    offset: number,
  ): void {
    for (const { part, losses: partLosses, logits } of outputs) {
      losses.set(partLosses, offset + part.first);
      predict(logits, classes, predictions.subarray(offset + part.first, offset + part.end));
    }
  }

  return {
    name: "tensorflow",
    description,
    forward(indices) {
      const { labels, count } = splitOf(options, "train");
      if (indices.length < 1 || indices.length > batchSize) {
        throw new InputError(`forward takes 1 to ${batchSize} examples, not ${indices.length}`);
      }
      for (const index of indices) checkRange("train", index, 1, count);
      const losses = new Float32Array(indices.length);
      const predictions = new Uint8Array(indices.length);
      merge(
        guarded(() => net.steps.forward(indices)),
        losses,
        predictions,
        0,
      );
      pending = Uint32Array.from(indices);
      let correct = 0;
      for (let i = 0; i < indices.length; i++) if (predictions[i] === labels[indices[i]]) correct++;
      return { losses, predictions, correct };
    },
    backward(weights) {
      const indices = pending;
      if (indices === undefined) throw new InputError("backward needs a forward before it");
      if (weights.length !== indices.length) {
        throw new InputError(
          `backward takes a weight for each of the ${indices.length} examples, not ${weights.length}`,
        );
      }
      pending = undefined;
      const selected = guarded(() => net.steps.backward(indices, weights, step + 1));
      step++;
      return selected;
    },
    evaluate(split, first, count) {
      checkRange(split, first, count, splitOf(options, split).count);
      const losses = new Float32Array(count);
      const predictions = new Uint8Array(count);
      for (let done = 0; done < count; done += evaluationBatch) {
        const size = Math.min(evaluationBatch, count - done);
        const indices = Uint32Array.from({ length: size }, (_, i) => first + done + i);
        merge(
          guarded(() => net.steps.evaluate(split, indices)),
          losses,
          predictions,
          done,
        );
      }
      return { losses, predictions };
    },
    readState: () => ({ step, ...guarded(() => net.state.read()) }),
    writeState(next: EngineState) {
      net.state.check(next);
      guarded(() => net.state.write(next));
      step = next.step;
      pending = undefined;
    },
    async dispose() {
      if (state === "disposed") return;
      state = "disposed";
      net.session.close();
    },
  };
}

function splitOf(options: EngineOptions, split: Split): Dataset {
  const data = options[split];
  if (data === undefined) throw new InputError(`this engine was made without ${split} data`);
  return data;
}

function checkRange(split: Split, first: number, count: number, size: number): void {
  if (first < 0 || count < 0 || first + count > size) {
    throw new InputError(`${split} data: examples ${first} to ${first + count - 1} of ${size}`);
  }
}
