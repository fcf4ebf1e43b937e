import type { Random } from "../random.js";
import { mapParameters, type Parameters, parameterShapes, parameterSizes } from "./net.js";

/**
 * Weights and biases uniform in +-1/sqrt(fan_in), PyTorch's default for Conv2d and Linear; the same bits everywhere for
 * one generator state.
 */
export function initialParameters(classes: number, random: Random): Parameters {
  const shapes = parameterShapes(classes);
  const sizes = parameterSizes(classes);
  return mapParameters((name) => {
    const weightShape = shapes[name.replace("bias", "weight") as typeof name];
    const fanIn = weightShape.slice(1).reduce((product, side) => product * side, 1);
    const bound = 1 / Math.sqrt(fanIn);
    return Float32Array.from({ length: sizes[name] }, () => (2 * random.float() - 1) * bound);
  });
}
