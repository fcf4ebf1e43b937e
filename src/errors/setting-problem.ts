import { FileFormatError, InputError, SettingError } from "./errors.js";

/** Adds to bad input the setting that led to it; a malformed file is named by its own path. */
export async function attributeTo<T>(setting: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const general = error instanceof InputError && !(error instanceof FileFormatError || error instanceof SettingError);
    throw general ? new SettingError(setting, error.problem, error.fix) : error;
  }
}
