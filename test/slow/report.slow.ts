import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import { resolveConfig } from "../../src/config/resolve-config.js";
import { loadTestData } from "../../src/data/load.js";
import { report } from "../../src/report/page/report.js";
import { train } from "../../src/run/train.js";
import { expectAgreement } from "../report/page/browser/agreement.js";
import { inaccessible, openBrowser, openPage, readers } from "../support/browser-page.js";
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

const narrow = { width: 375, theme: "light", scripts: true } as const;

test.each(readers)("nothing is cut, overlaps, or is loaded, and nobody is shut out: %j", async (reader) => {
  const { page, messages, requests } = await openPage(browser, file, reader);
  expect(await page.locator("#drawing").isVisible()).toBe(reader.scripts);
  expect(await layoutProblems(page)).toEqual([]);
  if (reader.scripts) expect(await inaccessible(page)).toEqual([]);
  for (const summary of await page.locator("summary").all()) await summary.click();
  expect(await layoutProblems(page)).toEqual([]);
  expect({ messages, requests }).toEqual({ messages: [], requests: [] });
  await page.close();
});

test("a part that is too wide, and one that is on another, are problems of the layout", async () => {
  const { page } = await openPage(browser, file, narrow);
  await page.evaluate('document.querySelector(".result").style.marginTop = "-2.5rem"');
  await page.evaluate('document.querySelector(".facts").style.marginLeft = "-2rem"');
  const problems = await layoutProblems(page);
  expect(problems.some((problem) => problem.startsWith("overlap: "))).toBe(true);
  expect(problems.some((problem) => problem.startsWith("cut: "))).toBe(true);
  await page.close();
});

test("a digit that is drawn gets its class while it is drawn, and the keyboard clears it", async () => {
  const { page, messages: said } = await openPage(browser, file, narrow);
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
  await page.close();
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
