import { Command, CommanderError } from "commander";
import { InputError, RunError } from "../errors/errors.js";
import { shortened } from "../errors/shortened.js";
import { version } from "../version.js";
import { backendCommand } from "./backend.js";
import { doctorCommand } from "./doctor.js";
import { evalCommand } from "./eval.js";
import { helpCommand } from "./help.js";
import { lossesCommand } from "./losses.js";
import { endWithOutput } from "./process/broken-output.js";
import { exitCodes } from "./process/exit-codes.js";
import { trainCommand } from "./train.js";

const program = new Command("ohem")
  .description(
    "Trains a small convolutional net on MNIST with Online Hard Example Mining, and tells whether that helps.",
  )
  .version(version, "-V, --version", "print the version")
  .helpCommand(false)
  .helpOption("-h, --help", "print this help")
  .showSuggestionAfterError()
  .addCommand(trainCommand())
  .addCommand(evalCommand())
  .addCommand(lossesCommand())
  .addCommand(doctorCommand())
  .addCommand(backendCommand());

program.addCommand(helpCommand(program));
refuseInOneLine(program, "ohem");
endWithOutput();
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = describe(error);
}

/** @param words as it is typed */
function refuseInOneLine(command: Command, words: string): void {
  command.exitOverride().configureOutput({
    outputError: (text, write) =>
      write(
        `ohem: ${oneLine(text.replace(/^error: /, "").replace(/'(.*?)'/gs, quoteShort)).replace(/\.$/, "")}; see ${words} --help\n`,
      ),
  });
  for (const sub of command.commands) refuseInOneLine(sub, `${words} ${sub.name()}`);
}

function quoteShort(_: string, text: string): string {
  return `'${shortened(text)}'`;
}

/** Says what went wrong, in one line, and gives the exit code for it. */
function describe(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success : exitCodes.input;
  if (error instanceof InputError) return say(error.message, exitCodes.input);
  if (error instanceof RunError) return say(error.message, exitCodes.failure);
  if (process.env.OHEM_DEBUG) console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  return say(`unexpected failure: ${message} (OHEM_DEBUG=1 shows where; please report it)`, exitCodes.failure);
}

function say(message: string, exitCode: number): number {
  process.stderr.write(`ohem: ${oneLine(message)}\n`);
  return exitCode;
}

/** Names of files and what was typed may hold line ends and a terminal's control characters. */
function oneLine(text: string): string {
  return text.trim().replace(/\p{Cc}+/gu, " ");
}
