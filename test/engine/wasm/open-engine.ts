import { onTestFinished } from "vitest";
import { createWasmEngine, type WasmEngine, type WasmEngineOptions } from "../../../src/engine/wasm/engine.js";
import { smallOptions } from "../../conformance/fixtures.js";

/** A small engine, disposed after the test. */
export async function openEngine(overrides: Partial<WasmEngineOptions>): Promise<WasmEngine> {
  const engine = await createWasmEngine({ ...smallOptions(), ...overrides });
  onTestFinished(() => engine.dispose());
  return engine;
}
