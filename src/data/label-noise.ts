import type { Random } from "../random.js";

/** Which class replaces a label: any other, all equally likely; or always the next one, and the first for the last. */
export const labelNoiseKinds = ["symmetric", "pairs"] as const;
export type LabelNoiseKind = (typeof labelNoiseKinds)[number];

/**
 * Replaces each label with probability `share`. As much is drawn for a label that stays, so that with the same numbers
 * a larger share changes the same labels in the same way, and more.
 * @param classes those that a label may become, ascending; at least two, every label among them
 */
export function noisyLabels(
  labels: Uint8Array,
  classes: readonly number[],
  share: number,
  kind: LabelNoiseKind | undefined,
  random: Random,
): Uint8Array {
  const places = new Map(classes.map((label, place) => [label, place]));
  return labels.map((label) => {
    const replaced = random.float() < share;
    const distance = kind === "pairs" ? 1 : 1 + random.integer(classes.length - 1);
    return replaced ? classes[((places.get(label) ?? 0) + distance) % classes.length] : label;
  });
}
