import { ohemCommand } from "../../files/ohem-command.js";

/** The examples of a help text, with the program's name as it can be typed here. */
export function typedExamples(text: string): () => string {
  return () => text.replaceAll("$ ohem ", `$ ${ohemCommand()} `);
}
