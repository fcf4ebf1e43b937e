import { type Command, Option } from "commander";
import { InputError } from "../../errors/errors.js";
import { shortened } from "../../errors/shortened.js";
import { lossDefinitions } from "../../losses/registry.js";

/** Answers a flag of another command, which Commander would call unknown, with what to do instead. */
export function refuseFlag(command: Command, flag: string, instead: (value: string) => string): void {
  const refuse = (value: string) => {
    throw new InputError(`${flag}: ${instead(shortened(value))}`);
  };
  command.addOption(new Option(`${flag} <value>`).argParser(refuse).hideHelp());
}

/**
 * Answers the parameters of losses (`--gamma 2`) with the loss that has them. The command's own flags stay.
 * @param place where the command takes a loss: "--loss "
 */
export function refuseLossParameters(command: Command, place: string): void {
  for (const { name: loss, parameters } of lossDefinitions) {
    for (const parameter of Object.keys(parameters)) {
      const flag = `--${parameter}`;
      if (command.options.some(({ long }) => long === flag)) continue;
      refuseFlag(command, flag, (value) => `a parameter of a loss; write it as ${place}${loss}:${parameter}=${value}`);
    }
  }
}
