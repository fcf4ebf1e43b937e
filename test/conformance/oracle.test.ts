import { createOracleEngine } from "./oracle-engine.js";
import { float32Tolerances } from "./subject.js";
import { conformance } from "./suite.js";

/** The oracle in its own suite: that PyTorch's golden values are its values too, and that the suite asks for nothing that cannot be had. */
conformance("oracle", createOracleEngine, { sameBits: true, tolerances: float32Tolerances });
