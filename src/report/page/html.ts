/** Markup in which everything from outside is already escaped. */
export interface Html {
  readonly markup: string;
}

export type Content = Html | string | number | undefined | readonly Content[];

/**
 * A template literal whose values are escaped, in text and in quoted attributes alike, unless they are markup already.
 * Arrays are joined; undefined leaves nothing.
 */
export function html(texts: TemplateStringsArray, ...values: readonly Content[]): Html {
  const parts = values.map((value, index) => `${markupOf(value)}${texts[index + 1]}`);
  return { markup: `${texts[0]}${parts.join("")}` };
}

function markupOf(value: Content): string {
  if (value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return escaped(String(value));
  return "markup" in value ? value.markup : value.map(markupOf).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Characters that XML and HTML do not allow, not even escaped. */
const illegal = /[^\t\n\r\u{20}-\u{7e}\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|[\u{fdd0}-\u{fdef}]/gu;

/** A text for HTML and SVG; what these do not allow becomes the replacement character. */
export function escaped(text: string): string {
  return text.replace(illegal, "\ufffd").replace(/[&<>"']/g, (character) => entities[character]);
}

/** JSON for a script element: no text in it can end the element. What is not finite becomes null, as in all JSON. */
export function jsonMarkup(data: unknown): Html {
  return { markup: JSON.stringify(data).replaceAll("<", "\\u003c") };
}
