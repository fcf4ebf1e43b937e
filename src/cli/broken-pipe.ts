import { exitCodes } from "./exit-codes.js";

let react = (): void => process.exit(exitCodes.SIGPIPE);

/** Ends quietly when nobody reads stdout or stderr any more (`| head`), as other programs do; without this Node would throw. */
export function endWithPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      react();
    });
  }
}

/** Does something else than to end at once. */
export function onBrokenPipe(reaction: () => void): void {
  react = reaction;
}
