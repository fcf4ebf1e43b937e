import { join } from "node:path";
import * as v from "valibot";
import { type ResolvedConfig, storedConfigSchema } from "../config/settings.js";
import { jsonBySchema } from "../files/json-by-schema.js";
import { readText } from "../files/read-file.js";
import { writeFileWhole } from "../files/write-file.js";
import type { RunStarted } from "../train/events.js";
import { configName } from "./names.js";

const maxBytes = 64 * 1024;

/** The parts of config.json that are read again. */
const identitySchema = v.object({ id: v.optional(v.string()), started: v.optional(v.string()) });
const gateSchema = v.object({ settings: v.object({ minAccuracy: v.optional(v.number()) }) });
export type RunIdentity = v.InferOutput<typeof identitySchema>;

/** The run that a folder's config.json belongs to; nothing when the file is missing or damaged: it is only a record. */
export async function readIdentity(folder: string): Promise<RunIdentity> {
  return (await readPart(folder, identitySchema)) ?? {};
}

/** The gate that a run was given. @returns undefined where there is none, or no config.json */
export async function readGate(folder: string): Promise<number | undefined> {
  return (await readPart(folder, gateSchema))?.settings.minAccuracy;
}

const settingsSchema = v.object({ id: v.string(), settings: storedConfigSchema });

/** The settings of a run that has no model yet. @returns undefined where there is no config.json as ohem wrote it */
export async function readRunSettings(folder: string): Promise<ResolvedConfig | undefined> {
  return (await readPart(folder, settingsSchema))?.settings;
}

async function readPart<T>(folder: string, schema: v.GenericSchema<unknown, T>): Promise<T | undefined> {
  return jsonBySchema(schema, await readText(join(folder, configName), maxBytes).catch(() => ""));
}

/**
 * Writes config.json: what the run depends on, for people and scripts. Resuming reads the settings from the model, and
 * from here only before the first checkpoint.
 */
export async function writeRunConfig(
  folder: string,
  { id, started }: RunIdentity,
  settings: ResolvedConfig,
  { version, engine, data }: Pick<RunStarted, "version" | "engine" | "data">,
): Promise<void> {
  const { platform, arch, version: node } = process;
  const content = { id, started, ohem: version, node, platform, arch, engine, data, settings };
  await writeFileWhole(join(folder, configName), `${JSON.stringify(content, undefined, 2)}\n`);
}
