import { systemReason } from "../files/system-error.js";
import { exitCodes } from "./exit-codes.js";

let react = (): void => process.exit(exitCodes.SIGPIPE);

/**
 * Ends quietly when nobody reads stdout or stderr any more (`| head`), as other programs do, and with one line when stdout cannot be written (a full disk); without this
 * Node would throw.
 */
export function endWithOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") react();
      else if (stream === process.stdout) endUnwritten(error);
      // Notes that cannot be written are not worth a run.
    });
  }
}

function endUnwritten(error: NodeJS.ErrnoException): never {
  process.stderr.write(`ohem: stdout cannot be written: ${systemReason(error)}\n`);
  process.exit(exitCodes.failure);
}

/** Does something else than to end at once. */
export function onBrokenPipe(reaction: () => void): void {
  react = reaction;
}
