import { createTensorflowEngine } from "../../src/engine/tensorflow/create.js";
import { float32Tolerances } from "./subject.js";
import { conformance } from "./suite.js";

/** `gpu` where the suite should prove one; otherwise whatever TensorFlow has. */
const device = process.env.OHEM_TEST_DEVICE === "gpu" ? "gpu" : "any";

conformance("tensorflow", (options) => createTensorflowEngine({ ...options, device }), {
  sameBits: false,
  tolerances: float32Tolerances,
});
