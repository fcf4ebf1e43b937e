#!/usr/bin/env node
import("../dist/cli/main.js").catch((error) => {
  if (process.env.OHEM_DEBUG) console.error(error);
  console.error(`ohem: its own files cannot be loaded: ${error.message}; install ohem again`);
  process.exitCode = 1;
});
