#!/usr/bin/env node
if (process.env.OHEM_DEBUG) process.setSourceMapsEnabled(true);
import("../dist/cli/main.js").catch(async (error) => {
  if (process.env.OHEM_DEBUG) console.error(error);
  const { existsSync } = await import("node:fs");
  const isClone = existsSync(new URL("../src", import.meta.url));
  const todo = isClone ? 'build them with "npm ci" (or "npm run build")' : "install ohem again";
  console.error(`ohem: its own files cannot be loaded: ${error.message}; ${todo}`);
  process.exitCode = 1;
});
