import { createHash } from "node:crypto";
import { SettingError } from "../errors/errors.js";
import { type KnownOptions, requireKnown } from "../errors/known-options.js";
import { requireInteger } from "../errors/require-integer.js";
import { shortened } from "../errors/shortened.js";
import { maxClasses, minClasses } from "../model/net.js";
import { checkDataset } from "./check-dataset.js";
import type { Dataset, LoadedData } from "./dataset.js";
import { idxHeader } from "./idx.js";
import { labelGap } from "./label-gap.js";
import { type IdxFileName, idxFiles, knownSets } from "./manifest.js";

/** Labelled images that a program holds. What `loadData` returns is such data, too. */
export interface DataInMemory {
  readonly train: Dataset;
  readonly test: Dataset;
  /** 2 to 256, more than any label; undefined: the largest training label + 1 */
  readonly classes?: number | undefined;
  /** for people; undefined: memory. Exactly a known set takes the set's name. */
  readonly name?: string | undefined;
  /** [classes] */
  readonly classNames?: readonly string[] | undefined;
}

const known = {
  train: true,
  test: true,
  classes: true,
  name: true,
  classNames: true,
  folder: true,
  verified: true,
  sha256: true,
  labelGap: true,
  remark: true,
} as const satisfies KnownOptions<DataInMemory & LoadedData>;

/**
 * Checks and hashes data in memory. Its digest is that of the four IDX files that would hold it, so that a run can be
 * resumed and evaluated with the data in another form.
 * @throws SettingError that names what is wrong in it, as `data.train.labels`
 */
export function openInMemory(data: DataInMemory): LoadedData {
  requireKnown("data", data, known);
  const { train, test, name = "memory", classNames } = data;
  checkDataset("data.train", train);
  const largest = train.labels.reduce((a, b) => Math.max(a, b));
  const classes = data.classes ?? Math.max(largest + 1, minClasses);
  requireInteger("data.classes", classes, minClasses, maxClasses);
  checkDataset("data.train", train, classes);
  checkDataset("data.test", test, classes);
  if (typeof name !== "string" || name === "") {
    throw new SettingError("data.name", `expected a non-empty text, got ${shortened(JSON.stringify(name))}`);
  }
  if (classNames !== undefined && classNames.length !== classes) {
    throw new SettingError("data.classNames", `expected ${classes} names, one a class, got ${classNames.length}`);
  }
  const digests = digestsOf({ train, test });
  const set = [...knownSets()].find(([, { files }]) =>
    digests.every(([file, sha256]) => files[file].sha256 === sha256),
  );
  const whole = createHash("sha256");
  for (const [, sha256] of digests) whole.update(sha256);
  return {
    train,
    test,
    classes,
    labelGap: labelGap(train.labels, classes),
    name: set?.[0] ?? name,
    folder: "",
    verified: set !== undefined,
    sha256: whole.digest("hex"),
    classNames: set?.[1].classNames ?? classNames,
  };
}

/** Of the IDX files that would hold it, in the order in which `loadData` hashes them. */
function digestsOf(data: Pick<LoadedData, "train" | "test">): (readonly [IdxFileName, string])[] {
  return (["train", "test"] as const).flatMap((split) =>
    (["images", "labels"] as const).map((kind) => {
      const { count, [kind]: examples } = data[split];
      const digest = createHash("sha256").update(idxHeader(kind, count)).update(examples);
      return [idxFiles[split][kind], digest.digest("hex")] as const;
    }),
  );
}

const prefix = "memory:";

/** What the settings of a run say of its data: `loadData` finds a known set again, anything else only its program. */
export function placeInMemory({ name, verified }: LoadedData): string {
  return verified ? name : prefix + name;
}

export function wasInMemory(place: string): boolean {
  return place.startsWith(prefix);
}
