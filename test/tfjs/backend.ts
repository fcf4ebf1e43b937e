// also registers the gradients of tfjs-core's operations
import "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";

export async function useBackend(name: string): Promise<void> {
  // tfjs-node brings its own copy
  if (name === "cpu" && tf.findBackendFactory(name) === null) await import("@tensorflow/tfjs-backend-cpu");
  await tf.setBackend(name);
  await tf.ready();
}

/** How many tensors `run` leaves behind, besides its result. */
export function leaked(run: () => tf.TensorContainer): number {
  const before = tf.memory().numTensors;
  tf.dispose(run());
  return tf.memory().numTensors - before;
}

/** Logits of two classes whose cross-entropies, for label 0, are the given losses. */
export function logitsFor(losses: readonly number[]): tf.Tensor2D {
  return tf.tensor2d(losses.map((loss) => [0, loss + Math.log(-Math.expm1(-loss))]));
}
