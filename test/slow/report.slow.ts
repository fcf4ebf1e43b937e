import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { HtmlValidate } from "html-validate";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import { resolveConfig } from "../../src/config/resolve-config.js";
import { loadTestData } from "../../src/data/load.js";
import { report } from "../../src/report/page/report.js";
import { train } from "../../src/run/train.js";
import { expectAgreement } from "../report/page/browser/agreement.js";
import { openBrowser } from "../support/browser-page.js";
import { layoutProblems } from "../support/page-layout.js";

/** A report in headless Chromium. Needs Chromium. */
const folder = mkdtempSync(join(tmpdir(), "ohem-report-"));
let file: string;
let browser: Browser;

beforeAll(async () => {
  for await (const _ of train(resolveConfig({ epochs: 3, evalEvery: 1, out: join(folder, "run") })));
  file = (await report({ of: join(folder, "run") })).file;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Opens the report. @returns also all that the browser said and asked for */
async function open(options: BrowserContextOptions): Promise<{ page: Page; said: string[]; asked: string[] }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const said: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { page, said, asked };
}

const looks = [375, 1400].flatMap((width) =>
  (["light", "dark"] as const).flatMap((colorScheme) =>
    [true, false].map((javaScriptEnabled) => ({ width, colorScheme, javaScriptEnabled })),
  ),
);

test.each(looks)("nothing is cut, overlaps, or is loaded, and nobody is shut out: %j", async ({ width, ...look }) => {
  const { page, said, asked } = await open({ ...look, viewport: { width, height: 900 } });
  expect(await page.locator("#drawing").isVisible()).toBe(look.javaScriptEnabled);
  expect(await layoutProblems(page)).toEqual([]);
  if (look.javaScriptEnabled) {
    await page.evaluate(axe.source);
    const found: axe.AxeResults = await page.evaluate("axe.run()");
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  }
  for (const summary of await page.locator("summary").all()) await summary.click();
  expect(await layoutProblems(page)).toEqual([]);
  expect(said).toEqual([]);
  expect(asked.filter((url) => !url.startsWith("data:"))).toEqual([pathToFileURL(file).href]);
  await page.context().close();
});

test("a part that is too wide, and one that is on another, are problems of the layout", async () => {
  const { page } = await open({ viewport: { width: 375, height: 900 } });
  await page.evaluate('document.querySelector(".result").style.marginTop = "-2.5rem"');
  await page.evaluate('document.querySelector(".facts").style.marginLeft = "-2rem"');
  const problems = await layoutProblems(page);
  expect(problems.some((problem) => problem.startsWith("overlap: "))).toBe(true);
  expect(problems.some((problem) => problem.startsWith("cut: "))).toBe(true);
  await page.context().close();
});

test("a digit that is drawn gets its class while it is drawn, and the keyboard clears it", async () => {
  const { page, said } = await open({ viewport: { width: 375, height: 900 } });
  const answer = page.locator("output");
  await draw(page, [
    [80, 60],
    [200, 60],
    [130, 230],
  ]);
  await expect.poll(() => answer.textContent()).toMatch(/^7, \d+\.\d%$/);
  await page.locator("#drawing button").press("Enter");
  expect(await answer.textContent()).toBe("Draw a digit.");
  const circle = Array.from({ length: 41 }, (_, i) => (2 * Math.PI * i) / 40);
  await draw(
    page,
    circle.map((angle) => [140 + 60 * Math.sin(angle), 140 - 95 * Math.cos(angle)] as const),
  );
  await expect.poll(() => answer.textContent()).toMatch(/^0, \d+\.\d%$/);
  expect(said).toEqual([]);
  await page.context().close();
});

/** With the mouse, in pixels of the canvas. */
async function draw(page: Page, places: readonly (readonly [x: number, y: number])[]): Promise<void> {
  const canvas = page.locator("canvas.paper");
  await canvas.scrollIntoViewIfNeeded();
  const { x, y } = (await canvas.boundingBox())!;
  await page.mouse.move(x + places[0][0], y + places[0][1]);
  await page.mouse.down();
  for (const place of places) await page.mouse.move(x + place[0], y + place[1], { steps: 5 });
  await page.mouse.up();
}

test("the HTML is valid", async () => {
  const validator = new HtmlValidate({ extends: ["html-validate:standard", "html-validate:a11y"] });
  const { results } = await validator.validateString(readFileSync(file, "utf8"));
  const messages = results.flatMap((result) => result.messages);
  expect(messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`)).toEqual([]);
});

test("the net of the page agrees with the engine on all 10,000 test images", async () => {
  const { classes, config, engine } = await loadCheckpoint(join(folder, "run/model.safetensors"));
  const { test } = await loadTestData(config.data, classes);
  expect(test.count).toBe(10_000);
  await expectAgreement(test, classes, engine);
});
