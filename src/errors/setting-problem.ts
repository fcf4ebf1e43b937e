import { FileFormatError, InputError, SettingError } from "./errors.js";

/** Says of bad input which setting led there; a file that is not what it should be is named by itself. */
export async function attributeTo<T>(setting: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const general = error instanceof InputError && !(error instanceof FileFormatError || error instanceof SettingError);
    throw general ? new SettingError(setting, error.message) : error;
  }
}
