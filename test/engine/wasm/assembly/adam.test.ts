import { describe, test } from "vitest";
import { defaultAdam } from "../../../../src/engine/engine.js";
import { createAdamClock } from "../../../../src/engine/wasm/adam.js";
import { adamCoefficients } from "../../../../src/engine/wasm/assembly/shapes.js";
import { lr } from "../../../conformance/fixtures.js";
import { adamUpdate } from "../../../conformance/oracle/adam.js";
import { openKernels } from "./open-kernels.js";
import { randomFloats } from "./pack.js";
import { reportedDifferences, rounding } from "./reported.js";

const seen = reportedDifferences();

describe("Adam", async () => {
  const { call, put, floats } = await openKernels();

  test.each([1, 8])("with a gradient in %i parts", (parts) => {
    const count = 40;
    const coefficients = new Float32Array(adamCoefficients);
    const clock = createAdamClock(defaultAdam, coefficients);
    clock.reset(41);
    clock.tick(lr);
    const parameters = randomFloats(count, 1);
    const first = randomFloats(count, 2, 0.1);
    const second = randomFloats(count, 3).map((value) => 1e-3 * value * value);
    const gradients = randomFloats(parts * count, 4, 0.1);
    const [at, firstAt, secondAt] = [put(parameters), put(first), put(second)];
    call.adam(at, firstAt, secondAt, count, put(gradients), 4 * count, parts, put(coefficients));

    const { beta1, beta2 } = defaultAdam;
    const gradient = Float64Array.from({ length: count }, (_, i) =>
      Array.from({ length: parts }, (_, part) => gradients[part * count + i]).reduce((sum, value) => sum + value, 0),
    );
    const m = gradient.map((g, i) => beta1 * first[i] + (1 - beta1) * g);
    const v = gradient.map((g, i) => beta2 * second[i] + (1 - beta2) * g * g);
    seen.check("first moments", floats(firstAt, count), m, rounding);
    seen.check("second moments", floats(secondAt, count), v, { absolute: 1e-9, relative: 3e-6 });
    const updated = m.map((value, i) => parameters[i] - adamUpdate(value, v[i], 42, defaultAdam, lr));
    seen.check("parameters", floats(at, count), updated, rounding);
  });
});
