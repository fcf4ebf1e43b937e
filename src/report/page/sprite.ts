import { encode } from "fast-png";
import { imagePixels, imageSide } from "../../model/net.js";
import { type Content, type Html, html } from "./html.js";

export interface Tile {
  /** [28, 28] */
  readonly image: Uint8Array;
  /** what it is, for those who do not see it */
  readonly alt: string;
  readonly caption: Content;
}

const columns = 10;

/**
 * A section's images, in one PNG, that its tiles show parts of.
 * @param named whether the captions have names of classes, which take more room than digits
 */
export function gallery(id: string, tiles: readonly Tile[], named: boolean): Html {
  const rows = Math.ceil(tiles.length / columns);
  const [width, height] = [columns * imageSide, rows * imageSide];
  const data = new Uint8Array(width * height);
  for (const [index, { image }] of tiles.entries()) {
    for (let y = 0; y < imageSide; y++) {
      data.set(
        image.subarray(y * imageSide, (y + 1) * imageSide),
        placeOf(index).y * width + y * width + placeOf(index).x,
      );
    }
  }
  const png = Buffer.from(encode({ width, height, data, channels: 1, depth: 8 })).toString("base64");
  return html`<svg class="sprite" aria-hidden="true" width="0" height="0"><defs>
<image id="${id}-images" width="${width}" height="${height}" href="data:image/png;base64,${png}"/>
</defs></svg>
<ul class="tiles${named ? " named" : ""}">${tiles.map(({ alt, caption }, index) => {
    const { x, y } = placeOf(index);
    return html`
<li><svg class="digit" role="img" aria-label="${alt}" viewBox="${x} ${y} ${imageSide} ${imageSide}">
<use href="#${id}-images"/></svg>${caption}</li>`;
  })}
</ul>`;
}

function placeOf(index: number): { readonly x: number; readonly y: number } {
  return { x: (index % columns) * imageSide, y: Math.floor(index / columns) * imageSide };
}

/** One image of a data set: [28, 28]. */
export function imageAt(images: Uint8Array, index: number): Uint8Array {
  return images.subarray(index * imagePixels, (index + 1) * imagePixels);
}
