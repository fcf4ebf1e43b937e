import { isAbsolute, relative } from "node:path";
import { ohemCommand } from "../files/ohem-command.js";
import { quoted } from "../files/quoted.js";

export function resumeCommand(folder: string): string {
  return `${ohemCommand()} train --resume ${quoted(shortPath(folder))}`;
}

export function evalCommand(folder: string): string {
  return `${ohemCommand()} eval ${quoted(shortPath(folder))}`;
}

export function suspectsCommand(folder: string): string {
  return `${ohemCommand()} suspects ${quoted(shortPath(folder))}`;
}

/** Relative to the working directory for what lies in it. A name that begins like a flag stays absolute. */
export function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere === "" || /^(\.\.|-)/.test(fromHere) || isAbsolute(fromHere) ? path : fromHere;
}
