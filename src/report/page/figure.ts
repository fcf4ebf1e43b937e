import { type Content, type Html, html } from "./html.js";

export interface Figure {
  /** an SVG, which has a text alternative of its own */
  readonly plot: Html;
  /** the name of its file when it is saved, without the ending */
  readonly name: string;
  readonly caption: Content;
  /** the table with the numbers of the plot */
  readonly numbers: Html;
}

/** A plot, what it shows, and its numbers beneath. */
export function figure({ plot, name, caption, numbers }: Figure): Html {
  return html`<figure data-plot="${name}">
${plot}
<figcaption><p>${caption}</p>
<details><summary>Numbers</summary>
${numbers}
</details></figcaption>
</figure>`;
}
