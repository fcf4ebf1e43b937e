// registers the gradients of tfjs-core's operations, too
import "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";

export async function useBackend(name: string): Promise<void> {
  // tfjs-node brings a copy of its own
  if (name === "cpu" && tf.findBackendFactory(name) === null) await import("@tensorflow/tfjs-backend-cpu");
  await tf.setBackend(name);
  await tf.ready();
}

/** Fails when `run` leaves another number of tensors than it found, its own result apart. */
export function leaked(run: () => tf.TensorContainer): number {
  const before = tf.memory().numTensors;
  tf.dispose(run());
  return tf.memory().numTensors - before;
}

/** Logits of two classes, the label being 0, whose cross-entropies are the given losses. */
export function logitsFor(losses: readonly number[]): tf.Tensor2D {
  return tf.tensor2d(losses.map((loss) => [0, loss + Math.log(-Math.expm1(-loss))]));
}
