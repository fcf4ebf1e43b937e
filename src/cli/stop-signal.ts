import { onBrokenPipe } from "./broken-pipe.js";
import { exitCodes } from "./exit-codes.js";

/**
 * A signal that aborts at the first SIGINT, SIGTERM or SIGHUP, or when nobody reads the output any more: a run then ends after its step instead of in the middle of it, and
 * the process exits with the signal's code. A second SIGINT or SIGTERM ends the process at once.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (code: number) => {
    process.exitCode = code;
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCodes[name]);
      stop(exitCodes[name]);
    });
  }
  onBrokenPipe(() => {
    if (!controller.signal.aborted) stop(exitCodes.SIGPIPE);
  });
  return controller.signal;
}
