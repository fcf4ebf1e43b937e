import { systemReason } from "../../files/system-error.js";
import { exitCodes } from "./exit-codes.js";

let react = (code: number): void => process.exit(code);
let toldUnwritten = false;

/**
 * Ends quietly when nobody reads stdout or stderr any more (`| head`, a terminal that was closed), as other programs do, and with one line when stdout cannot be written (a
 * full disk); without this Node would throw.
 */
export function endWithOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") react(exitCodes.SIGPIPE);
      else if (error.code === "EIO" && stream.isTTY) react(exitCodes.SIGHUP);
      else if (stream === process.stdout) endUnwritten(error);
      // Notes that cannot be written are not worth a run.
    });
  }
}

function endUnwritten(error: NodeJS.ErrnoException): void {
  if (!toldUnwritten) process.stderr.write(`ohem: stdout cannot be written: ${systemReason(error)}\n`);
  toldUnwritten = true;
  react(exitCodes.failure);
}

/** Does something else than to end at once. @param reaction gets the exit code for what happened */
export function onBrokenOutput(reaction: (code: number) => void): void {
  react = reaction;
}
