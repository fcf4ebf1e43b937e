/** How the files of each kind begin. */
const signatures = {
  PNG: [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  // P2, P3, P5, P6
  netpbm: [
    [0x50, 0x32],
    [0x50, 0x33],
    [0x50, 0x35],
    [0x50, 0x36],
  ],
  JPEG: [[0xff, 0xd8, 0xff]],
  // RIFF, four bytes of length, WEBP
  WebP: [[0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50]],
  IDX: [[0x00, 0x00, 0x08]],
  gzip: [[0x1f, 0x8b]],
} as const satisfies Record<string, readonly (readonly (number | undefined)[])[]>;

export type PictureKind = keyof typeof signatures;

/** Bytes that `pictureKind` looks at. */
export const signatureBytes = 12;

/** By the content; the name of a file does not matter. */
export function pictureKind(head: Uint8Array): PictureKind | undefined {
  const begins = (signature: readonly (number | undefined)[]) =>
    signature.every((byte, at) => byte === undefined || head[at] === byte);
  for (const [kind, forms] of Object.entries(signatures)) if (forms.some(begins)) return kind as PictureKind;
  return undefined;
}
