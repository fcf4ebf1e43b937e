import { isAbsolute, relative } from "node:path";
import { shownLoss } from "../config/loss-setting.js";
import { defaultConfig } from "../config/resolve-config.js";
import { flagOf, type ResolvedConfig } from "../config/settings.js";
import { labelNoiseKinds } from "../data/label-noise.js";
import { ohemCommand } from "../files/ohem-command.js";
import { quoted } from "../files/quoted.js";

export function resumeCommand(folder: string): string {
  return `${ohemCommand()} train --resume ${quoted(shortPath(folder))}`;
}

/** The command that trains with these settings: the loss, and what is not the default; the folder is left out. */
export function trainCommand(config: ResolvedConfig): string {
  const { out: _, loss: __, lossModule: ___, ...settings } = config;
  const loss = shownLoss(config);
  const ratio = /^ohem:ratio=([\d.e+]+)$/.exec(loss)?.[1];
  const defaults: Partial<ResolvedConfig> = { ...defaultConfig, labelNoiseKind: labelNoiseKinds[0] };
  const given = (Object.entries(settings) as [keyof typeof settings, string | number | undefined][]).filter(
    ([name, value]) => value !== undefined && value !== defaults[name],
  );
  const flags = given.map(([name, value]) => ` ${flagOf(name)} ${quoted(String(value))}`);
  const trainedWith = ratio === undefined ? `--loss ${quoted(loss)}` : `--ratio ${ratio}`;
  return `ohem train ${trainedWith}${flags.join("")}`;
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
