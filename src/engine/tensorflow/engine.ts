import { RunError } from "../../errors/errors.js";
import type { Engine, EngineOptions } from "../engine.js";
import { disposedError, requireBatch, requireRange, requireRate, requireSplit, requireWeights } from "../misuse.js";
import type { NetOnDevice } from "./net/open.js";
import { lossesOfPredictions, predict } from "./net/predict.js";
import type { ChainOutputs } from "./net/steps.js";

/** Examples per call of an evaluation: enough to fill a device, and the activations stay below 100 MB. */
const evaluationBatch = 1000;

const none = new Uint32Array(0);

/** The engine that computes with a net on a device. */
export function engineOn(net: NetOnDevice, description: string, options: EngineOptions): Engine {
  const { classes, batchSize } = options;
  let step = options.initial.step;
  /** the batch of the last forward, until a backward has used it */
  let pending = none;
  let disposed = false;
  /** a failure, or disposal; after an error the device's state is unknown */
  let ended: Error | undefined;

  function check(): void {
    if (ended !== undefined) throw ended;
  }

  function guarded<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      ended = new RunError(`TensorFlow: ${(error as Error).message}`, { cause: error });
      throw ended;
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
      check();
      const train = requireSplit(options, "train");
      requireBatch(indices, batchSize, train);
      const { labels } = train;
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
    backward(weights, lr) {
      check();
      requireWeights(weights, pending.length);
      requireRate(lr);
      const indices = pending;
      pending = none;
      const selected = guarded(() => net.steps.backward(indices, weights, step + 1, lr));
      step++;
      return selected;
    },
    evaluate(split, first, count) {
      check();
      const data = requireSplit(options, split);
      requireRange(split, first, count, data.count);
      const labels = data.labels.subarray(first, first + count);
      const losses = new Float32Array(count);
      const predictions = new Uint8Array(count);
      const predictionLosses = new Float32Array(count);
      for (let done = 0; done < count; done += evaluationBatch) {
        const size = Math.min(evaluationBatch, count - done);
        const indices = Uint32Array.from({ length: size }, (_, i) => first + done + i);
        const outputs = guarded(() => net.steps.evaluate(split, indices));
        merge(outputs, losses, predictions, done);
        for (const { part, logits } of outputs) {
          const range = [done + part.first, done + part.end] as const;
          lossesOfPredictions(
            logits,
            classes,
            predictions.subarray(...range),
            labels.subarray(...range),
            losses.subarray(...range),
            predictionLosses.subarray(...range),
          );
        }
      }
      return { losses, predictions, predictionLosses };
    },
    readState() {
      check();
      return { step, ...guarded(() => net.state.read()) };
    },
    writeState(next) {
      check();
      net.state.check(next);
      guarded(() => net.state.write(next));
      step = next.step;
      pending = none;
    },
    async dispose() {
      if (disposed) return;
      disposed = true;
      ended = disposedError();
      net.session.close();
    },
  };
}
