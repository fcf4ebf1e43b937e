import type { Page } from "playwright-core";

/**
 * What is wrong with the layout of a page: parts that reach out of the window or of their plot, and texts on each
 * other. What scrolls in itself may be wider.
 */
export function layoutProblems(page: Page): Promise<string[]> {
  // Runs in the browser, and takes nothing from here.
  return page.evaluate(() => {
    const { document, innerWidth } = globalThis as never as Browser;
    const problems: string[] = [];
    if (document.scrollingElement.scrollWidth > innerWidth) {
      problems.push(`the page is ${document.scrollingElement.scrollWidth} wide, the window ${innerWidth}`);
    }
    const texts: { text: string; box: Box; scrolls: boolean }[] = [];
    const walker = document.createTreeWalker(document.body, 4);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent.trim();
      const parent = node.parentElement;
      if (text === "" || parent.closest("script,style,noscript,title,desc") !== null || !parent.checkVisibility())
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const scrolls = parent.closest(".scroll") !== null;
      const frame = parent.closest("svg.plot")?.getBoundingClientRect();
      for (const box of range.getClientRects()) {
        texts.push({ text, box, scrolls });
        const [left, right] = frame === undefined || frame === null ? [0, innerWidth] : [frame.left, frame.right];
        if (!scrolls && (box.left < left - 1 || box.right > right + 1)) problems.push(`cut: ${text}`);
      }
    }
    texts.sort((a, b) => a.box.top - b.box.top);
    for (const [index, one] of texts.entries()) {
      for (const other of texts.slice(index + 1)) {
        if (other.box.top >= one.box.bottom) break;
        const height = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
        const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        // Letters do not fill the height of their line.
        const least = Math.min(one.box.height, other.box.height);
        if (width > 1 && height > 0.35 * least && one.scrolls === other.scrolls) {
          problems.push(`overlap: ${one.text} | ${other.text}`);
        }
      }
    }
    return problems;
  });
}

/** What of the browser is used: the tests are compiled without its types. */
interface Browser {
  readonly innerWidth: number;
  readonly document: {
    readonly scrollingElement: { readonly scrollWidth: number };
    readonly body: unknown;
    createTreeWalker(root: unknown, what: number): { nextNode(): TextNode | null };
    createRange(): { selectNodeContents(node: TextNode): void; getClientRects(): Iterable<Box> };
  };
}

interface TextNode {
  readonly textContent: string;
  readonly parentElement: {
    closest(selector: string): { getBoundingClientRect(): Box } | null;
    checkVisibility(): boolean;
  };
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly height: number;
}
