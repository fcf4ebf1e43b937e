import { Command } from "commander";
import { InputError } from "../errors/errors.js";
import { didYouMean } from "../errors/nearest-name.js";
import { lineWidth } from "../report/terminal.js";

/** Pages of help that belong to no single command. */
const topics: Readonly<Record<string, (width: number) => Promise<string>>> = {
  files: async (width) => (await import("./help-files.js")).helpFiles(width),
  json: async (width) => (await import("./help-json.js")).helpJson(width),
  model: async (width) => (await import("./help-model.js")).helpModel(width),
  verdict: async (width) => (await import("./help-verdict.js")).helpVerdict(width),
};

const widest = 100;

const topicsHelp = `
Topics:
  files       the files of a run and of a comparison, and the columns of examples.csv
  json        the fields of --json, command by command
  model       what a model file holds, and how to load it in NumPy and PyTorch
  verdict     how ohem compare reaches a verdict: the tests, what they count, and what voids them`;

/** `ohem help backend install`; commander's own help command takes one level of commands, and accepts unknown ones. */
export function helpCommand(program: Command): Command {
  return new Command("help")
    .description("print the help of a command, or of a topic")
    .argument("[command...]", "the command, as you type it, or the topic")
    .addHelpText("after", topicsHelp)
    .action((words: readonly string[]) => printHelp(program, words));
}

async function printHelp(program: Command, words: readonly string[]): Promise<void> {
  const topic = words.length === 1 && Object.hasOwn(topics, words[0]) ? topics[words[0]] : undefined;
  if (topic === undefined) words.reduce(subcommand, program).outputHelp();
  else process.stdout.write(await topic(Math.min(widest, lineWidth(process.stdout))));
}

function subcommand(command: Command, word: string): Command {
  const found = command.commands.find((sub) => sub.name() === word);
  if (found !== undefined) return found;
  const commands = command.commands.map((sub) => sub.name());
  if (commands.length === 0) throw new InputError(`${command.name()} has no command "${word}"`);
  const names = command.parent === null ? [...commands, ...Object.keys(topics)] : commands;
  throw new InputError(`unknown command "${word}"${didYouMean(word, names)} (valid: ${names.join(", ")})`);
}
