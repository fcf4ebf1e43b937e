import { ohemCommand } from "../../files/ohem-command.js";
import { quoted } from "../../files/quoted.js";
import type { ShardRecord } from "./record.js";

/**
 * The command of a shard, from its record, or from that of a shard of the same array where it has never been started.
 * @returns none where the shards were started by the library
 */
export function shardCommand(index: number, array: readonly ShardRecord[]): string | undefined {
  const known = array.flatMap(({ command, ...record }) => (command === null ? [] : [{ ...record, command }]));
  const record = known.find((one) => one.index === index) ?? known[0];
  if (record === undefined) return undefined;
  const haveOwnFolders = known.every((one) =>
    one.command.some((word, i, all) => isFolder(i, all) && numberIn(one.index).test(word)),
  );
  const words = record.command.map((word, i, all) => {
    if (all[i - 1] === "--shard") return `${index}/${record.count}`;
    return haveOwnFolders && isFolder(i, all) ? word.replace(numberIn(record.index), String(index)) : word;
  });
  return [ohemCommand(), ...words.map((word) => quoted(word))].join(" ");
}

function isFolder(place: number, words: readonly string[]): boolean {
  return words[place - 1] === "--out" || words[place].startsWith("--out=");
}

/** The last place in a folder's name where the number stands by itself. */
function numberIn(index: number): RegExp {
  const number = `(?<!\\d)${index}(?!\\d)`;
  return new RegExp(`${number}(?!.*${number})`);
}
