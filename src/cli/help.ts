import { Command } from "commander";
import { InputError } from "../errors/errors.js";
import { didYouMean } from "../errors/nearest-name.js";

/** `ohem help backend install`; commander's own help command takes one level of commands, and accepts unknown ones. */
export function helpCommand(program: Command): Command {
  return new Command("help")
    .description("print the help of a command")
    .argument("[command...]", "the command, as you type it")
    .action((words: readonly string[]) => words.reduce(subcommand, program).outputHelp());
}

function subcommand(command: Command, word: string): Command {
  const found = command.commands.find((sub) => sub.name() === word);
  if (found !== undefined) return found;
  const names = command.commands.map((sub) => sub.name());
  if (names.length === 0) throw new InputError(`${command.name()} has no command "${word}"`);
  throw new InputError(`unknown command "${word}"${didYouMean(word, names)} (valid: ${names.join(", ")})`);
}
