import { defaultConfig } from "../../src/config/resolve-config.js";
import type { ResolvedConfig } from "../../src/config/settings.js";
import { createRunFolder, type RunFolder } from "../../src/run/run-folder.js";
import { runStarted } from "../report/events.js";

const { id: _, folder: __, ...prepared } = runStarted;
export const started = prepared;

const now = new Date("2026-03-04T05:06:07.890Z");

export function openRun(settings: Partial<ResolvedConfig> = {}): Promise<RunFolder> {
  return createRunFolder({ ...defaultConfig, ...settings }, started, now);
}
