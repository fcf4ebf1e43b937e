export interface AccuracyGate {
  readonly asked: number;
  readonly reached: boolean;
}

/** The gate of the setting minAccuracy; null where it is not set. */
export function accuracyGate(accuracy: number, least: number | undefined): AccuracyGate | null {
  return least === undefined ? null : { asked: least, reached: accuracy >= least };
}
