import { systemReason } from "../../files/system-error.js";
import { exitCodes } from "./exit-codes.js";

let react = (code: number): void => process.exit(code);
let reported = false;

/**
 * Ends quietly when stdout has lost its reader (`| head`, a closed terminal), as other programs do, and with one line
 * when it cannot be written (a full disk); without this Node would throw. A broken stderr never ends a run: notes are
 * lost, the result on stdout is not.
 */
export function endWithOutput(): void {
  const { stdout, stderr } = process;
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") react(exitCodes.SIGPIPE);
    else if (error.code === "EIO" && stdout.isTTY) react(exitCodes.SIGHUP);
    else endUnwritten(error);
  });
  stderr.on("error", () => {});
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
