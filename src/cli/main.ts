import { Command, CommanderError } from "commander";
import { InputError, RunError } from "../errors/errors.js";
import { ohemCommand } from "../files/ohem-command.js";
import { version } from "../version.js";
import { backendCommand } from "./backend.js";
import { compareCommand } from "./compare.js";
import { dataCommand } from "./data.js";
import { doctorCommand } from "./doctor.js";
import { evalCommand } from "./eval.js";
import { exportCommand } from "./export.js";
import { helpCommand } from "./help.js";
import { lossesCommand } from "./losses.js";
import { predictCommand } from "./predict.js";
import { endWithOutput } from "./process/broken-output.js";
import { exitCodes, exitCodesHelp } from "./process/exit-codes.js";
import { writeError, writeRefusal } from "./process/one-line.js";
import { reportCommand } from "./report.js";
import { suspectsCommand } from "./suspects.js";
import { trainCommand } from "./train.js";

const program = new Command("ohem")
  .description("Trains a small convolutional net on MNIST with Online Hard Example Mining.")
  .version(version, "-V, --version", "print the version")
  .showSuggestionAfterError()
  // A command within a command (compare show) has options of its own by the same names.
  .enablePositionalOptions()
  .addCommand(trainCommand())
  .addCommand(evalCommand())
  .addCommand(compareCommand())
  .addCommand(reportCommand())
  .addCommand(suspectsCommand())
  .addCommand(exportCommand())
  .addCommand(predictCommand())
  .addCommand(lossesCommand())
  .addCommand(dataCommand())
  .addCommand(doctorCommand())
  .addCommand(backendCommand())
  .addHelpText("afterAll", exitCodesHelp);

program.addCommand(helpCommand(program));
prepareCommands(program, "");
endWithOutput();
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = describe(error);
}

/** Gives every command the same help option and one-line refusals. @param words the command after the program */
function prepareCommands(command: Command, words: string): void {
  if (words !== "") answerVersion(command);
  command
    .helpCommand(false)
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({ outputError: (text) => writeRefusal(text, `${ohemCommand()}${words}`) });
  for (const sub of command.commands) prepareCommands(sub, `${words} ${sub.name()}`);
}

/** `ohem train --version` is no mistake, but the help of a command has enough lines without it. */
function answerVersion(command: Command): void {
  command.version(version, "--version").options.at(-1)?.hideHelp();
}

/** Prints an error in one line. @returns its exit code */
function describe(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success : exitCodes.input;
  if (error instanceof InputError) return say(error.message, exitCodes.input);
  if (error instanceof RunError) return say(error.message, exitCodes.failure);
  if (error instanceof Error && "syscall" in error && error.syscall === "uv_cwd") {
    return say("the working directory no longer exists; change to another folder", exitCodes.input);
  }
  if (process.env.OHEM_DEBUG) console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  return say(`unexpected failure: ${message} (OHEM_DEBUG=1 shows where; please report it)`, exitCodes.failure);
}

function say(message: string, exitCode: number): number {
  writeError(message);
  return exitCode;
}
