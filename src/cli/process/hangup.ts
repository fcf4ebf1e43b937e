let registered = false;

/**
 * Makes the process end by SIGHUP itself when all is done, which shells call 129: Node 20 aborts when it wants to restore the settings of a terminal that is gone.
 * Windows knows no death by signal.
 */
export function endByHangup(): void {
  if (registered || process.platform === "win32") return;
  registered = true;
  process.on("exit", () => {
    process.removeAllListeners("SIGHUP");
    process.kill(process.pid, "SIGHUP");
  });
}
