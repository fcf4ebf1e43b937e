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

/** Of A4, without the margins of a page, in pixels. */
export const paperWidth = 725;

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

/** What axe-core objects to, in a page with scripts: without them its own never ends. */
export async function inaccessible(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}
