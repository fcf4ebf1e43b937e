export interface AccuracyGate {
  readonly asked: number;
  readonly reached: boolean;
}

/** What `--min-accuracy` came to; null where it was not given. */
export function accuracyGate(accuracy: number, least: number | undefined): AccuracyGate | null {
  return least === undefined ? null : { asked: least, reached: accuracy >= least };
}
