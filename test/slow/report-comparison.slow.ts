import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ComparisonWithTrials } from "../../src/compare/with-trials.js";
import { comparisonPage } from "../../src/report/page/comparison/page.js";
import { pageScript } from "../../src/report/page/script.js";
import { renderPage } from "../../src/report/page/shell.js";
import { repeated, simulated, usual } from "../report/page/comparison/shown.js";
import { inaccessible, openBrowser, openPage, paperWidth, readers } from "../support/browser-page.js";
import { layoutProblems } from "../support/page-layout.js";

/** Needs Chromium. */
let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ohem-test-"));
  browser = await openBrowser();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await browser.close();
});

const twenty = ["ce", ...Array.from({ length: 19 }, (_, i) => `ohem:keep=0.${10 + i}`)];
const odd = usual.map((one, i) => (i === 1 ? { ...one, diverges: [2] } : one));
const hostile = `"><script>alert('1')</script><img src=x onerror=alert(1)>.json`;
const pages: Readonly<Record<string, () => Promise<ComparisonWithTrials>>> = {
  usual: () => simulated({ target: 0.98 }),
  "long and hostile names, a training that diverged, missing trials": () =>
    simulated({ losses: odd, names: ["ce", hostile, `${"long/".repeat(40)}x.json`] }, 5),
  "20 contestants, 41 seeds": () => repeated(twenty, 41, twenty),
  "one epoch, two seeds": () => simulated({ settings: { epochs: 1 }, seeds: 2 }),
};

describe.each(Object.entries(pages))("%s", (name, shown) => {
  let file: string;
  let text: string;
  beforeAll(async () => {
    text = renderPage(comparisonPage(await shown(), await pageScript()));
    file = join(folder, `${Object.keys(pages).indexOf(name)}.html`);
    writeFileSync(file, text);
  });

  test("valid HTML", async () => {
    const { results } = await new HtmlValidate({ extends: ["html-validate:standard"] }).validateString(text);
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))).toEqual(
      [],
    );
  });

  test.each(readers)("$width pixels, $theme, scripts: $scripts", async (reader) => {
    const { page, messages, requests } = await openPage(browser, file, reader);
    expect({ messages, requests }).toEqual({ messages: [], requests: [] });
    expect(await layoutProblems(page)).toEqual([]);
    if (reader.scripts) expect(await inaccessible(page)).toEqual([]);
    if (name === "usual") {
      const verdicts = await page.locator("section:has(#verdicts) table").first().locator("td:nth-child(2)").all();
      expect(verdicts).toHaveLength(5);
      for (const cell of verdicts) {
        const box = (await cell.boundingBox())!;
        expect(box.x + box.width, "a verdict is seen without scrolling").toBeLessThanOrEqual(reader.width);
      }
    }
    await page.close();
  });

  test("on paper nothing is cut or on another", async () => {
    const { page } = await openPage(browser, file, { width: paperWidth, theme: "dark", scripts: true });
    await page.emulateMedia({ media: "print" });
    expect(await layoutProblems(page)).toEqual([]);
    await page.close();
  });
});
