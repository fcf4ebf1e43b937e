/// <reference lib="dom" />
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

/** Debian's and Ubuntu's. */
const program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** A browser without a sandbox: root has none, and the pages are our own. @throws where no Chromium is installed */
export async function openBrowser(): Promise<Browser> {
  if (program === undefined) throw new Error("these tests need Chromium: apt-get install chromium");
  return chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
}

export interface Reader {
  readonly width: number;
  readonly theme: "light" | "dark";
  readonly scripts: boolean;
}

/** Every way to read a page that its promises name. */
export const readers: readonly Reader[] = [375, 1400].flatMap((width) =>
  (["light", "dark"] as const).flatMap((theme) => [true, false].map((scripts) => ({ width, theme, scripts }))),
);

/** A page, and what the browser said and asked for while it opened it. */
export interface Opened {
  readonly page: Page;
  readonly messages: readonly string[];
  /** other than for the file itself */
  readonly requests: readonly string[];
}

export async function openPage(browser: Browser, file: string, { width, theme, scripts }: Reader): Promise<Opened> {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: theme,
    javaScriptEnabled: scripts,
  });
  const url = pathToFileURL(file).href;
  const messages: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(error.message));
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) requests.push(request.url());
  });
  await page.goto(url);
  return { page, messages, requests };
}

/** What is wider than the page, but for what scrolls in itself. */
export function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("body *")].filter((element) => {
      return element.closest(".scroll") === null && element.getBoundingClientRect().right > width + 0.5;
    });
    const whole = document.documentElement.scrollWidth > width ? ["the page"] : [];
    return [...whole, ...wide.map((element) => element.outerHTML.slice(0, 120))];
  });
}

/** Texts of plots that leave their plot, or that touch another text. */
export function crowdedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    return [...document.querySelectorAll("svg.plot")].flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll("text")].map((element) => {
        return { words: element.textContent ?? "", box: element.getBoundingClientRect() };
      });
      const cut = texts.filter(({ box }) => {
        const isWithin = box.left >= frame.left - 1 && box.right <= frame.right + 1;
        return !(isWithin && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1);
      });
      // boxes are higher than letters
      const touching = texts.flatMap((one, index) =>
        texts
          .slice(index + 1)
          .filter(({ box }) => {
            const across = Math.min(one.box.right, box.right) - Math.max(one.box.left, box.left);
            const down = Math.min(one.box.bottom, box.bottom) - Math.max(one.box.top, box.top);
            return across > 1 && down > 0.4 * Math.min(one.box.height, box.height);
          })
          .map(({ words }) => `${one.words} / ${words}`),
      );
      return [...cut.map(({ words }) => `cut: ${words}`), ...touching];
    });
  });
}

/** What axe-core objects to. */
export async function inaccessible(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}
