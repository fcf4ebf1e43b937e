import { defaultConfig } from "../../src/config/resolve-config.js";
import type { ResolvedConfig } from "../../src/config/settings.js";
import { createRunFolder, type RunFolder } from "../../src/run/run-folder.js";
import { runStarted } from "../report/events.js";

const { id: _, folder: __, ...prepared } = runStarted;
export const started = prepared;

/** on the clock of this machine */
export const now = new Date(2026, 2, 4, 5, 6, 7, 890);

export function openRun(settings: Partial<ResolvedConfig> = {}): Promise<RunFolder> {
  return createRunFolder({ ...defaultConfig, ...settings }, started, now);
}
