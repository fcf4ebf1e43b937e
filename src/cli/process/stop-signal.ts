import { onBrokenOutput } from "./broken-output.js";
import { exitCodes } from "./exit-codes.js";
import { endByHangup } from "./hangup.js";

/**
 * A signal that aborts at the first SIGINT, SIGTERM or SIGHUP, or when the output can no longer be written: a run then
 * ends after its current step, and the process exits with the code for that. A second SIGINT or SIGTERM ends the
 * process at once.
 * @param beforeForcedEnd prints the last words in that case; it must not wait for anything
 */
export function stopSignal(beforeForcedEnd: () => void = () => {}): AbortSignal {
  const controller = new AbortController();
  const stop = (code: number) => {
    if (code === exitCodes.SIGHUP) endByHangup();
    if (controller.signal.aborted) return;
    process.exitCode = code;
    controller.abort();
  };
  // In a container bin/ohem.js has handled them so far, by ending at once.
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.removeAllListeners(name);
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (!controller.signal.aborted) return stop(exitCodes[name]);
      beforeForcedEnd();
      process.exit(exitCodes[name]);
    });
  }
  // A terminal that closes may cause two, from its shell and from the system: the second is no request to hurry.
  process.on("SIGHUP", () => stop(exitCodes.SIGHUP));
  onBrokenOutput(stop);
  return controller.signal;
}
