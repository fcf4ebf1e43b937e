import { quoted } from "../files/quoted.js";

export function resumeCommand(folder: string): string {
  return `npx ohem train --resume ${quoted(folder)}`;
}

export function evalCommand(folder: string): string {
  return `npx ohem eval ${quoted(folder)}`;
}
