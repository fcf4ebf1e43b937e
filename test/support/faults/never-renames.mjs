/** Loaded before the built command (`node --import`): no file ever gets its name, and the command waits for that for ever. It says so on stdout. */
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const rename = fs.rename;
fs.rename = (from, to) => {
  if (!to.endsWith("model.safetensors")) return rename(from, to);
  process.stdout.write("waiting\n");
  return new Promise(() => setInterval(() => {}, 1000));
};
syncBuiltinESMExports();
