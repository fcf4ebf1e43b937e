import { flagOf, type ResolvedConfig } from "../../config/settings.js";

/** What a setting is called on a page: the flag that people type. Only the module of a loss has none. */
export function settingLabel(name: keyof ResolvedConfig): string {
  return name === "lossModule" ? "module of the loss" : flagOf(name);
}
