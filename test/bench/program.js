import { Command } from "commander";
import { InputError } from "ohem";
import { writeError, writeRefusal } from "../../dist/cli/process/one-line.js";

/** A program that failed: the reason that it printed, and its exit code. */
export class ProgramFailed extends Error {
  /**
   * @param {string} message
   * @param {number} exitCode
   */
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * A program of this folder, which refuses wrong usage as `ohem` does: in one line, with exit code 2.
 * @param {string} words the command as it is typed
 * @param {string} description
 */
export function program(words, description) {
  return new Command(words)
    .description(description)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .configureOutput({ outputError: (text) => writeRefusal(text, words) });
}

/**
 * Ends the process with one line on stderr if the work fails; OHEM_DEBUG=1 shows where.
 * @param {() => Promise<void>} work
 */
export async function inOneLine(work) {
  try {
    await work();
  } catch (error) {
    if (process.env.OHEM_DEBUG) console.error(error);
    writeError(error instanceof Error ? error.message : String(error));
    // an engine's threads or a peer may still wait for work
    process.exit(error instanceof ProgramFailed ? error.exitCode : error instanceof InputError ? 2 : 1);
  }
}

/** Prints a line of progress. @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
