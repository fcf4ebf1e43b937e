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
import { inaccessible, openBrowser, openPage, paperWidth, readers } from "../support/browser-page.js";
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
  await draw(page, seven);
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

type Place = readonly [x: number, y: number];
const seven: readonly Place[] = [
  [80, 60],
  [200, 60],
  [130, 230],
];

test.each([
  ["a finger", "touch"],
  ["a pen", "pen"],
] as const)("a digit that is drawn with %s is read, and the page stays where it is", async (_, pointerType) => {
  const { page, messages } = await openPage(browser, file, narrow);
  const devtools = await page.context().newCDPSession(page);
  const move = {
    start: ["mousePressed", "touchStart"],
    move: ["mouseMoved", "touchMove"],
    end: ["mouseReleased", "touchEnd"],
  } as const;
  const point = async (when: keyof typeof move, [x, y]: Place) => {
    const [asPen, asTouch] = move[when];
    if (pointerType === "pen") {
      const button = { button: "left", buttons: when === "end" ? 0 : 1, clickCount: 1 } as const;
      await devtools.send("Input.dispatchMouseEvent", { type: asPen, x, y, pointerType, ...button });
    } else {
      await devtools.send("Input.dispatchTouchEvent", { type: asTouch, touchPoints: when === "end" ? [] : [{ x, y }] });
    }
  };
  const stroke = async (places: readonly Place[]) => {
    await point("start", places[0]);
    for (const place of between(places)) await point("move", place);
    await point("end", places[places.length - 1]);
  };

  const canvas = page.locator("canvas.paper");
  await canvas.scrollIntoViewIfNeeded();
  await page.evaluate(`addEventListener("pointermove", ({ pointerType }) => (globalThis.by = pointerType))`);
  const { x, y } = (await canvas.boundingBox())!;
  const scrolled = () => page.evaluate<number>("scrollY");
  const before = await scrolled();
  await stroke(seven.map(([right, down]) => [x + right, y + down]));
  await expect.poll(() => page.locator("output").textContent()).toMatch(/^7, \d+\.\d%$/);
  expect(await page.evaluate("by")).toBe(pointerType);
  expect(await scrolled()).toBe(before);
  if (pointerType === "touch") {
    // Beside the canvas the same finger scrolls.
    await stroke([
      [x + 320, y + 200],
      [x + 320, y + 60],
    ]);
    await expect.poll(scrolled).toBeGreaterThan(before);
  }
  expect(messages).toEqual([]);
  await page.close();
});

/** A line's places, a few pixels apart. */
function between(places: readonly Place[]): Place[] {
  return places.slice(1).flatMap(([x, y], index) =>
    Array.from({ length: 20 }, (_, i): Place => {
      const [fromX, fromY] = places[index];
      const share = (i + 1) / 20;
      return [fromX + share * (x - fromX), fromY + share * (y - fromY)];
    }),
  );
}

test.each(["light", "dark"] as const)(
  "printed from a %s screen: light, whole, and without what only a screen can do",
  async (theme) => {
    const { page } = await openPage(browser, file, { width: paperWidth, theme, scripts: true });
    await page.emulateMedia({ media: "print", colorScheme: theme });
    expect(await layoutProblems(page)).toEqual([]);
    for (const part of ["nav", "#drawing", "button", "a[download]"]) {
      expect(await page.locator(part).first().isVisible(), part).toBe(false);
    }
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    for (const table of await page.locator("details table").all()) expect(await table.isVisible()).toBe(true);
    const tooWide = `[...document.querySelectorAll("table, figure, .tiles")].filter((part) =>
    part.getBoundingClientRect().right > part.closest("figure, section, header").getBoundingClientRect().right + 1)`;
    expect(await page.evaluate(`${tooWide}.map((part) => part.textContent.slice(0, 80))`)).toEqual([]);
    const pdf = await page.pdf({ preferCSSPageSize: true, format: "A4" });
    // Of three epochs; without two plots beside each other there were 15.
    expect(pdf.toString("latin1").match(/\/Type \/Page\b/g)!.length).toBeLessThanOrEqual(9);
    await page.close();
  },
);

/** With the mouse, in pixels of the canvas. */
async function draw(page: Page, places: readonly Place[]): Promise<void> {
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
