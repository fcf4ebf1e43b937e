import { createOracleEngine } from "./oracle-engine.js";
import { float32Tolerances } from "./subject.js";
import { conformance } from "./suite.js";

/** The oracle in its own suite: it agrees with PyTorch's golden values, and the suite asks for nothing impossible. */
conformance("oracle", createOracleEngine, { sameBits: true, tolerances: float32Tolerances });
