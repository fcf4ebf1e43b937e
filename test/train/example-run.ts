import { defaultConfig } from "../../src/config/resolve-config.js";
import type { ResolvedConfig } from "../../src/config/settings.js";
import type { RunStarted } from "../../src/train/events.js";
import { createRunFolder, type RunFolder } from "../../src/train/run-folder.js";

export const started: Omit<RunStarted, "folder"> = {
  type: "run",
  version: "1.2.3",
  loss: "ohem:ratio=3",
  engine: { name: "wasm", description: "wasm, 2 threads", reason: "chosen with --engine wasm" },
  data: { name: "mnist", train: 60_000, test: 10_000, classes: 10 },
  parameters: 8490,
  epochs: 10,
  batchSize: 64,
  learningRate: 1e-3,
  seed: 0,
};

const now = new Date("2026-03-04T05:06:07.890Z");

export function openRun(settings: Partial<ResolvedConfig> = {}): Promise<RunFolder> {
  return createRunFolder({ ...defaultConfig, ...settings }, started, now);
}
