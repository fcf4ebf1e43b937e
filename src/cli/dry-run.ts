import type { ResolvedConfig } from "../config/settings.js";
import { attributeTo } from "../errors/setting-problem.js";
import { prepareTraining } from "../run/prepare.js";
import type { ResumableRun } from "../run/resume.js";
import { checkRunFolder } from "../run/run-place.js";

/**
 * Does everything that a training does before its first step, data and engine included, but writes nothing.
 * @returns the resolved plan, as JSON
 */
export async function dryRun(config: ResolvedConfig, resumable?: ResumableRun): Promise<string> {
  if (resumable === undefined) await attributeTo("out", checkRunFolder(config.out));
  const { engine, started } = await prepareTraining(config, resumable);
  await engine.dispose();
  const { type: _, ...plan } = started;
  return `${JSON.stringify({ ...plan, settings: config }, undefined, 2)}\n`;
}
