#!/usr/bin/env node
// In syntax that Node 14 understands: an old Node must get as far as the message.
const needed = [20, 19];
const [major, minor] = process.version.slice(1).split(".").map(Number);
if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(
    `ohem: needs Node >= ${needed.join(".")}, this is ${major}.${minor}; install a newer one from nodejs.org`,
  );
  process.exitCode = 2;
} else {
  // Linux drops a signal for the first process of a container that has no handler. This one does until a command has
  // its own (src/cli/process/stop-signal.ts); other processes are ended by the signal itself.
  if (process.pid === 1) {
    for (const [signal, code] of Object.entries({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 })) {
      process.on(signal, () => process.exit(code));
    }
  }
  if (process.env.OHEM_DEBUG) process.setSourceMapsEnabled(true);
  import("node:module")
    // From Node 22.1 on V8 keeps what it has compiled; NODE_DISABLE_COMPILE_CACHE=1 turns that off.
    .then(({ enableCompileCache }) => enableCompileCache?.())
    .then(() => import("../dist/cli/main.js"))
    .catch(async (error) => {
      if (process.env.OHEM_DEBUG) console.error(error);
      const { existsSync } = await import("node:fs");
      const isClone = existsSync(new URL("../src", import.meta.url));
      const todo = isClone ? 'build them with "npm ci" (or "npm run build")' : "install ohem again";
      console.error(`ohem: its own files cannot be loaded: ${error.message}; ${todo}`);
      process.exitCode = 1;
    });
}
