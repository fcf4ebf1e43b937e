import type { AccuracyGate } from "../accuracy-gate.js";

/** A paragraph about the gate; none where none was asked for. */
export function gateWords(gate: AccuracyGate | null): string[] {
  if (gate === null) return [];
  return [gate.reached ? `The gate of ${gate.asked} is reached.` : `**The gate of ${gate.asked} is not reached.**`];
}
