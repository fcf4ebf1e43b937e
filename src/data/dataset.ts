/** Labelled images of one split. Pixels stay uint8 until an engine reads them. */
export interface Dataset {
  /** [count, 28, 28], row-major, 0 to 255 */
  readonly images: Uint8Array;
  /** [count], 0 to classes - 1 */
  readonly labels: Uint8Array;
  readonly count: number;
}

/** A data set as it was found: its two splits, and what is known about where they came from. */
export interface LoadedData {
  /** the known name (`mnist`), or the folder as it was given */
  readonly name: string;
  readonly folder: string;
  readonly train: Dataset;
  readonly test: Dataset;
  /** largest training label + 1 */
  readonly classes: number;
  /** whether every file agreed with a SHA-256 of the manifest */
  readonly verified: boolean;
}
