import { systemReason } from "../../files/system-error.js";
import { exitCodes } from "./exit-codes.js";

let react = (code: number): void => process.exit(code);
let reported = false;

/**
 * Ends quietly when stdout or stderr has lost its reader (`| head`, a closed terminal), as other programs do, and with
 * one line when stdout cannot be written (a full disk); without this Node would throw.
 */
export function endWithOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") react(exitCodes.SIGPIPE);
      else if (error.code === "EIO" && stream.isTTY) react(exitCodes.SIGHUP);
      else if (stream === process.stdout) endUnwritten(error);
      // Notes that cannot be written are no reason to end a run.
    });
  }
}

function endUnwritten(error: NodeJS.ErrnoException): void {
  if (!reported) process.stderr.write(`ohem: stdout cannot be written: ${systemReason(error)}\n`);
  reported = true;
  react(exitCodes.failure);
}

/** Replaces ending at once. @param reaction receives the exit code */
export function onBrokenOutput(reaction: (code: number) => void): void {
  react = reaction;
}
