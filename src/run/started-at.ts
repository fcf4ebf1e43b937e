import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { unreadable } from "../files/system-error.js";
import { readIdentity } from "./run-config.js";

/** When the run began whose model this is, as its config.json says; without one, when the file was written. */
export async function startedAt(model: string): Promise<Date> {
  const { started } = await readIdentity(dirname(model));
  const date = new Date(started ?? Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  const { mtime } = await stat(model).catch((error) => {
    throw unreadable(model, error);
  });
  return mtime;
}
