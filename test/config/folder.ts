import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyFolder } from "../support/folder.js";

export function writeConfig(content: string | Uint8Array | object): string {
  const file = join(emptyFolder(), "run.json");
  const isText = typeof content === "string" || content instanceof Uint8Array;
  writeFileSync(file, isText ? content : JSON.stringify(content, undefined, 2));
  return file;
}
