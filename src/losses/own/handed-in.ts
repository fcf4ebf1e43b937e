import { createHash } from "node:crypto";
import type { Loss } from "../loss.js";
import { isOwn, lossSpec } from "../registry.js";

/** What a run records of its loss. */
export interface RecordedLoss {
  /** `lossSpec`, with a digest of the code where it is not built in */
  readonly loss: string;
  /** the file of the module that defines it, `memory:NAME` where a program does; undefined: it is built in */
  readonly lossModule: string | undefined;
}

const prefix = "memory:";

/**
 * What a run records of a loss that its program hands in. The digest is that of the functions' text: what they call is
 * not part of it.
 * @throws SettingError for an object that is no loss
 */
export function recordLoss(loss: Loss): RecordedLoss {
  const spec = lossSpec(loss);
  const module = loss.definition?.module;
  if (module !== undefined || !isOwn(spec)) return { loss: spec, lossModule: module?.path };
  return { loss: spec.replace("@memory", `@${codeDigest(loss)}`), lossModule: prefix + loss.name };
}

export function wasHandedIn(lossModule: string | undefined): boolean {
  return lossModule?.startsWith(prefix) ?? false;
}

function codeDigest({ definition, apply }: Loss): string {
  const { build, target, contribution, arrays, parameters } = definition ?? { build: apply };
  const code = [build, target, contribution, arrays].map(String);
  return createHash("sha256")
    .update(JSON.stringify([code, parameters]))
    .digest("hex");
}
