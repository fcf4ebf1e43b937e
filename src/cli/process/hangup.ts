let registered = false;

/**
 * Makes the process die of SIGHUP when all is done, which shells report as 129: Node 20 would abort while restoring the
 * settings of a terminal that is gone. On Windows no process dies of a signal.
 */
export function endByHangup(): void {
  if (registered || process.platform === "win32") return;
  registered = true;
  process.on("exit", () => {
    process.removeAllListeners("SIGHUP");
    process.kill(process.pid, "SIGHUP");
  });
}
