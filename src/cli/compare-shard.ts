import type { CompareOptions } from "../compare/options.js";

/** What `--shard` says; nothing where it is not given. @throws SettingError */
export async function shardOptions(text: string | undefined): Promise<Pick<CompareOptions, "shard" | "command">> {
  if (text === undefined) return {};
  const { parseShard } = await import("../compare/shards/shard.js");
  const words = process.argv.slice(2);
  const command = words.flatMap((word) => (word.startsWith("--shard=") ? word.split(/=(.*)/, 2) : [word]));
  return { shard: parseShard(text, process.env), command };
}
