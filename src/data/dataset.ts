/** The labelled images of one split. Pixels stay uint8 until an engine reads them. */
export interface Dataset {
  /** [count, 28, 28] pixels, row-major, 0 to 255 */
  readonly images: Uint8Array;
  /** [count], 0 to classes - 1 */
  readonly labels: Uint8Array;
  readonly count: number;
  /** of a derived training set: what each example is in the original one; undefined: the set is as it was loaded */
  readonly origin?: {
    /** [count] index there */
    readonly indices: Uint32Array;
    /** [count] label there */
    readonly labels: Uint8Array;
  };
}

/** Where data came from. */
export interface DataOrigin {
  /** the known name (`mnist`), or the folder as given */
  readonly name: string;
  /** "": the data was in memory */
  readonly folder: string;
  /** whether the files that were read have the SHA-256 digests of a known set */
  readonly verified: boolean;
  /** of the SHA-256s of the files that were read, lower-case hex; the same data has the same in any folder */
  readonly sha256: string;
  /** of every class, where a known set has them */
  readonly classNames?: readonly string[] | undefined;
  /** what a user of the data has to know, if anything: EMNIST's images are transposed */
  readonly remark?: string | undefined;
}

/** The test split, and where it came from. */
export interface LoadedTestData extends DataOrigin {
  readonly test: Dataset;
}

/** Both splits. */
interface Splits {
  readonly train: Dataset;
  readonly test: Dataset;
  /** largest training label + 1 */
  readonly classes: number;
  /** what makes the largest training label look like a mistake; undefined: nothing does */
  readonly labelGap?: string | undefined;
}

/** A whole data set. */
export interface LoadedData extends Splits, DataOrigin {}

/** A whole data set that is still being hashed. */
export interface OpenedData extends Splits {
  readonly origin: Promise<DataOrigin>;
}
