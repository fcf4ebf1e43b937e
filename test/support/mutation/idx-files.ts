import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect } from "vitest";
import { type IdxKind, idxKinds } from "../../../src/data/idx.js";
import { type IdxFile, readIdxFile } from "../../../src/data/read.js";
import { FileFormatError } from "../../../src/errors/errors.js";
import { createRandom, type Random } from "../../../src/random.js";
import { cyclicLabels, idxHeader, imagesFile, labelsFile } from "../idx-bytes.js";
import { anyDamage, type Mutation, mutate, pick, withByte } from "./mutations.js";

const small = [0, 1, 2, 27, 28, 29, 255, 256, 0x801, 0x803, 0x10000];
const numbers = [...small, 999_999, 1_000_000, 1_000_001, 2 ** 31, 2 ** 32 - 1];

const ofIdx: readonly Mutation[] = [
  ...anyDamage,
  (bytes, random) => withByte(bytes, random.integer(16), () => random.integer(256)),
  (bytes, random) => withNumber(bytes, 4 * random.integer(4), () => pick(numbers, random)),
  (bytes, random) => withNumber(bytes, 4, (count) => count + random.integer(3) - 1),
  (bytes, random) => Buffer.concat([idxHeader(pick([0x801, 0x803], random), random.integer(4)), bytes]),
];

/** RFC 1952: identification 0-1, method 2, flags 3, time 4-7, extra flags 8, system 9; CRC-32 and length at the end. */
const ofGzip: readonly Mutation[] = [
  ...anyDamage,
  (bytes, random) => withByte(bytes, 2 + random.integer(8), () => random.integer(256)),
  (bytes, random) => withByte(bytes, 3, () => 1 << random.integer(8)),
  (bytes, random) => withByte(bytes, bytes.length - 1 - random.integer(8), () => random.integer(256)),
  (bytes, random) => withByte(bytes, 10 + random.integer(20), () => random.integer(256)),
  (bytes) => Buffer.concat([bytes, gzipSync(Buffer.alloc(0))]),
  (bytes) => Buffer.concat([gzipSync(Buffer.alloc(0)), bytes]),
  (bytes) => Buffer.concat([bytes, bytes]),
  (bytes, random) => Buffer.concat([bytes, gzipSync(Buffer.alloc(1 << random.integer(17)))]),
];

/** One to three changes of an IDX file. */
export function mutateIdx(bytes: Buffer, random: Random): Buffer {
  return mutate(bytes, ofIdx, 1 + random.integer(3), random);
}

/** The file compressed, changed before or after that, or both. */
export function mutateGzip(bytes: Buffer, random: Random): Buffer {
  const content = mutate(bytes, ofIdx, random.integer(2), random);
  const file = gzipSync(content, { level: random.integer(10) });
  return mutate(file, ofGzip, content === bytes ? 1 + random.integer(3) : random.integer(2), random);
}

const good = { images: imagesFile(2), labels: labelsFile(cyclicLabels(50, 10)) } as const;
const atOnce = 16;

/**
 * Reads mutants of good files: each is refused with a FileFormatError that names it, or is accepted and was read
 * correctly.
 * @returns how many were accepted and refused
 */
export async function fuzzIdxFiles(
  folder: string,
  mutateFile: (bytes: Buffer, random: Random) => Buffer,
  runs: number,
  seed: number,
): Promise<{ accepted: number; refused: number }> {
  const random = createRandom(seed, "batches");
  const counts = { accepted: 0, refused: 0 };
  const tryMutant = async (slot: number) => {
    const kind = random.integer(2) === 0 ? "images" : "labels";
    const mutant = mutateFile(good[kind], random);
    const file = join(folder, `${kind}-${slot}`);
    writeFileSync(file, mutant);
    const outcome = await readIdxFile(file, kind).catch((error: unknown) => error);
    const refused = outcome instanceof Error;
    counts[refused ? "refused" : "accepted"]++;
    const wrong = refused ? wrongRefusal(outcome, file) : wrongResult(outcome as IdxFile, mutant, kind);
    if (wrong !== undefined) expect.fail(`seed ${seed}: ${wrong}: ${kind} ${mutant.toString("base64")}`);
  };
  for (let done = 0; done < runs; done += atOnce) {
    const slots = Array.from({ length: Math.min(atOnce, runs - done) }, (_, slot) => slot);
    await Promise.all(slots.map(tryMutant));
  }
  return counts;
}

function wrongRefusal(error: Error, file: string): string | undefined {
  if (!(error instanceof FileFormatError)) return String(error.stack);
  if (error.file !== file || error.field === "" || /[\n\r]/.test(error.message)) return `unclear: ${error.message}`;
  return undefined;
}

/** Judged by Node's own gunzip and by the format's definition. */
function wrongResult(result: IdxFile, mutant: Buffer, kind: IdxKind): string | undefined {
  const { magic, headerBytes, exampleBytes } = idxKinds[kind];
  const bytes = mutant[0] === 0x1f ? gunzipSync(mutant) : mutant;
  if (bytes.readUInt32BE(0) !== magic || bytes.readUInt32BE(4) !== result.count || result.count === 0) return "header";
  if (kind === "images" && (bytes.readUInt32BE(8) !== 28 || bytes.readUInt32BE(12) !== 28)) return "image size";
  if (bytes.length !== headerBytes + result.count * exampleBytes) return "length";
  if (!bytes.subarray(headerBytes).equals(result.examples)) return "content";
  if (createHash("sha256").update(bytes).digest("hex") !== result.sha256) return "SHA-256";
  return undefined;
}

/** Unchanged where there is no such number. */
function withNumber(bytes: Buffer, at: number, change: (value: number) => number): Buffer {
  const result = Buffer.from(bytes);
  if (at + 4 <= result.length) result.writeUInt32BE(change(result.readUInt32BE(at)) >>> 0, at);
  return result;
}
