/** What a plot shows, read from its markup by plain patterns: it has no elements but its own. */
export function textsOf(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
}

interface Placed {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** Texts with the places that they take if a character is so wide. */
export function placedTexts(svg: string, characterWidth = 7): readonly Placed[] {
  const anchors: string[] = ["start"];
  const found: Placed[] = [];
  for (const [, tag, attributes, text] of svg.matchAll(/<(\/?\w+)([^>]*)>([^<]*)/g)) {
    if (tag === "/g") anchors.pop();
    const own = attributes.match(/text-anchor="(\w+)"/)?.[1] ?? anchors.at(-1)!;
    if (tag === "g" && !attributes.endsWith("/")) anchors.push(own);
    if (tag !== "text") continue;
    const [x, y] = ["x", "y"].map((name) => Number(attributes.match(new RegExp(` ${name}="([^"]*)"`))![1]));
    const width = [...text.replace(/&\w+;/g, "&")].length * characterWidth;
    const left = x - { start: 0, middle: width / 2, end: width }[own as "start" | "middle" | "end"];
    found.push({ text, left, right: left + width, y });
  }
  return found;
}

/** Pairs of texts on one line that touch. */
export function overlaps(svg: string, characterWidth?: number): readonly string[] {
  const placed = placedTexts(svg, characterWidth);
  return placed.flatMap((one, index) =>
    placed.slice(index + 1).flatMap((other) => {
      const touching = Math.abs(one.y - other.y) < 12 && one.left < other.right && other.left < one.right;
      return touching ? [`${one.text} / ${other.text}`] : [];
    }),
  );
}

export function sizeOf(svg: string): readonly [number, number] {
  const [, width, height] = svg.match(/viewBox="0 0 (\d+) (\d+)"/)!;
  return [Number(width), Number(height)];
}
