import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect } from "vitest";
import { type IdxKind, idxKinds } from "../../../src/data/idx.js";
import { type IdxFile, readIdxFile } from "../../../src/data/read.js";
import { FileFormatError } from "../../../src/errors/errors.js";
import { createRandom, type Random } from "../../../src/random.js";
import { cyclicLabels, imagesFile, labelsFile } from "../idx-bytes.js";

const good = { images: imagesFile(2), labels: labelsFile(cyclicLabels(50, 10)) } as const;
const atOnce = 16;

/**
 * Reads mutants of good files: each is refused with a FileFormatError that names it, or is accepted and then really is what was read.
 * @returns how many were accepted and refused
 */
export async function fuzzIdxFiles(
  folder: string,
  mutate: (bytes: Buffer, random: Random) => Buffer,
  runs: number,
  seed: number,
): Promise<{ accepted: number; refused: number }> {
  const random = createRandom(seed, "batches");
  const counts = { accepted: 0, refused: 0 };
  for (let done = 0; done < runs; done += atOnce) {
    await Promise.all(
      Array.from({ length: Math.min(atOnce, runs - done) }, async (_, slot) => {
        const kind = random.integer(2) === 0 ? "images" : "labels";
        const mutant = mutate(good[kind], random);
        const file = join(folder, `${kind}-${slot}`);
        writeFileSync(file, mutant);
        const outcome = await readIdxFile(file, kind).catch((error: unknown) => error);
        counts[outcome instanceof Error ? "refused" : "accepted"]++;
        const wrong =
          outcome instanceof Error ? wrongRefusal(outcome, file) : wrongResult(outcome as IdxFile, mutant, kind);
        if (wrong !== undefined) expect.fail(`seed ${seed}: ${wrong}: ${kind} ${mutant.toString("base64")}`);
      }),
    );
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
