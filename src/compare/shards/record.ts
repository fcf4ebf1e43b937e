import { readdir } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { FileFormatError, InputError } from "../../errors/errors.js";
import { makeFolders } from "../../files/folders.js";
import { jsonBySchema } from "../../files/json-by-schema.js";
import { readText } from "../../files/read-file.js";
import { codeOf } from "../../files/system-error.js";
import { isLeftover, writeFileWhole } from "../../files/write-file.js";
import { shardsFolder } from "../names.js";
import { mostShards } from "./shard.js";

const maxBytes = 2 ** 20;
const positive = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostShards));

const recordSchema = v.strictObject({
  index: positive,
  count: positive,
  /** of the whole comparison, as the shard was asked for */
  seeds: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** the words after the program that made it, with `--shard I/N`; null: it was made by the library */
  command: v.nullable(v.array(v.string())),
});

/** What a shard leaves beside its trials, so that a merge can say which command makes the ones that are missing. */
export type ShardRecord = v.InferOutput<typeof recordSchema>;

export async function writeRecord(folder: string, record: ShardRecord): Promise<void> {
  await makeFolders(join(folder, shardsFolder));
  const file = join(folder, shardsFolder, `${record.index}-of-${record.count}.json`);
  const text = `${JSON.stringify(record, null, 2)}\n`;
  const isThere = () =>
    readText(file, maxBytes).then(
      (found) => found === text,
      () => false,
    );
  await writeFileWhole(file, text).catch(async (error) => {
    // Another process with the same shard may just read or write it, which Windows refuses.
    if (!(await isThere())) throw error;
  });
}

/** Those of a comparison's folder; none where it was trained without shards. */
export async function readRecords(folder: string): Promise<readonly ShardRecord[]> {
  const place = join(folder, shardsFolder);
  const names = await readdir(place).catch((error) => {
    if (codeOf(error) === "ENOENT") return [];
    throw new InputError(`${place}: cannot be read (${codeOf(error)})`);
  });
  const files = names.filter((name) => !isLeftover(name)).sort();
  return Promise.all(
    files.map(async (name) => {
      const file = join(place, name);
      const record = jsonBySchema(recordSchema, await readText(file, maxBytes));
      if (record === undefined) throw new FileFormatError(file, "shard", "expected the record of a shard; delete it");
      return record;
    }),
  );
}
