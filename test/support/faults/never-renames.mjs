/**
 * Loaded before the built command (`node --import`): the rename of a checkpoint never returns, so the command waits
 * forever. Prints "waiting" when that happens.
 */
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const rename = fs.rename;
fs.rename = (from, to) => {
  if (!to.endsWith("model.safetensors")) return rename(from, to);
  process.stdout.write("waiting\n");
  return new Promise(() => setInterval(() => {}, 1000));
};
syncBuiltinESMExports();
