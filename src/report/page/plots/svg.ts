import { escaped, type Html } from "../html.js";

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element. Texts among its children are escaped; numbers are rounded, so that equal plots are equal bytes. */
export function element(name: string, attributes: Attributes, ...children: readonly (Html | string)[]): Html {
  const written = Object.entries(attributes).flatMap(([key, value]) => {
    return value === undefined ? [] : ` ${key}="${typeof value === "number" ? rounded(value) : escaped(value)}"`;
  });
  const content = children.map((child) => (typeof child === "string" ? escaped(child) : child.markup)).join("");
  return { markup: `<${name}${written.join("")}${content === "" ? "/>" : `>${content}</${name}>`}` };
}

/** A group. */
export function group(attributes: Attributes, children: readonly Html[]): Html {
  return element("g", attributes, ...children);
}

/** One decimal is a tenth of a pixel. */
export function rounded(value: number): string {
  return String(Math.round(10 * value) / 10 || 0);
}
