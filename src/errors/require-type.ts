import { SettingError } from "./errors.js";
import { shortened } from "./shortened.js";

/*
 * What TypeScript finds and JavaScript lets through, for options whose use would fail without naming them. An option
 * that is left out is legal.
 */

/** @param expected in words: "a folder" @throws SettingError */
export function requireText(option: string, value: unknown, expected: string): void {
  if (value === undefined || typeof value === "string") return;
  throw new SettingError(option, `expected ${expected}, got ${shortened(String(value))}`);
}

/** Any that behaves as one: programs have their own. @throws SettingError */
export function requireSignal(signal: unknown): void {
  if (signal === undefined) return;
  const { aborted, addEventListener } = Object(signal) as { aborted?: unknown; addEventListener?: unknown };
  if (typeof aborted === "boolean" && typeof addEventListener === "function") return;
  const hint = signal instanceof AbortController ? "; pass its signal" : "";
  throw new SettingError("signal", `expected an AbortSignal, got ${shortened(String(signal))}${hint}`);
}
