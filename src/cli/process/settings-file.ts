import type { Settings } from "../../config/settings.js";

/** Reads a file of settings. Its reader is loaded here, so that a start without such a file does not pay for it. */
export async function settingsIn(file: string): Promise<Settings> {
  const { readConfigFile } = await import("../../config/read-config-file.js");
  return readConfigFile(file);
}
