import { FileFormatError } from "../errors/errors.js";
import { JsonError, parseJson } from "./json.js";

/** The value of a JSON file's text. @throws FileFormatError with the line */
export function parseJsonFile(text: string, file: string): unknown {
  try {
    return parseJson(text).value;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new FileFormatError(file, `line ${error.place.line}`, error.message);
  }
}
