import { groupBy } from "../../compare/group-by.js";
import type { Merged } from "../../compare/shards/merge.js";
import type { Missing } from "../../compare/shards/missing.js";
import { shortPath } from "../commands.js";
import { formatCountOf } from "../numbers.js";
import { lineWidth, type Output, wrapLine } from "../terminal.js";

const mostLines = 20;

export function mergedNote({ trials, folder }: Merged, stderr: Output): string {
  return `${wrapLine(`Merged ${formatCountOf(trials, "trial")} into ${shortPath(folder)}`, lineWidth(stderr))}\n`;
}

/** The missing trials seed by seed, then how to make them: the commands, and the indices for a scheduler. */
export function missingText({ trials, shards }: Missing): string {
  const bySeed = groupBy(
    trials,
    ({ seed, shard }) => `seed ${seed}${shard ? ` (shard ${shard.index}/${shard.count})` : ""}`,
  );
  const lines = [...bySeed].map(([place, own]) => {
    return `Missing: ${place}: ${own.map(({ contestant }) => contestant).join(", ")}`;
  });
  const made = shards.flatMap(({ indices, count, commands }) => [
    ...firstOf(commands.map((command) => `To train them: ${command}`)),
    `In an array of shards 1-${count} (--shard auto/${count}): --array=${indices.join(",")}`,
  ]);
  const otherwise = shards.length === 0 ? ["Repeat the command that trains them."] : [];
  return `${[...firstOf(lines), ...made, ...otherwise].join("\n")}\n`;
}

function firstOf(lines: readonly string[]): string[] {
  if (lines.length <= mostLines) return [...lines];
  return [...lines.slice(0, mostLines), `... and ${lines.length - mostLines} more like it`];
}
