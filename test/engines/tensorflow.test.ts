import { createTensorflowEngine } from "../../src/engine/tensorflow/engine.js";
import { conformance } from "./conformance.js";
import { float32Tolerances } from "./subject.js";

conformance("tensorflow", (options) => createTensorflowEngine({ ...options, device: "any" }), {
  sameBits: false,
  tolerances: float32Tolerances,
});
