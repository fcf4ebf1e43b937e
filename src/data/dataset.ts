/** Labelled images of one split. Pixels stay uint8 until an engine reads them. */
export interface Dataset {
  /** [count, 28, 28], row-major, 0 to 255 */
  readonly images: Uint8Array;
  /** [count], 0 to classes - 1 */
  readonly labels: Uint8Array;
  readonly count: number;
}

/** The test split as it was found, and what is known about where it came from. */
export interface LoadedTestData {
  /** the known name (`mnist`), or the folder as it was given */
  readonly name: string;
  readonly folder: string;
  readonly test: Dataset;
  /** whether every file that was read agreed with a SHA-256 of the manifest */
  readonly verified: boolean;
  /** of the files that were read: the SHA-256 of their own SHA-256s, in a fixed order; the same data has the same, wherever it is */
  readonly sha256: string;
}

/** A whole data set. */
export interface LoadedData extends LoadedTestData {
  readonly train: Dataset;
  /** largest training label + 1 */
  readonly classes: number;
}
