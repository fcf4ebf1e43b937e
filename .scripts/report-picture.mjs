/**
 * `npm run picture:report`: makes the picture of a report that README shows, of a real run: the first screen, and a
 * digit that was drawn for its net. Needs chromium in the PATH.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import sharp from "sharp";

const picture = resolve(".github/report.png");
const folder = mkdtempSync(join(tmpdir(), "ohem-picture-"));
const settings = ["--ratio", "3", "--eval-every", "1", "--quiet", "--report", "--out", "runs/first"];
execFileSync(process.execPath, [resolve("bin/ohem.js"), "train", ...settings], { cwd: folder, stdio: "inherit" });
const executablePath = execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
const page = await browser.newPage({ viewport: { width: 1100, height: 1200 }, deviceScaleFactor: 1.5 });
await page.goto(pathToFileURL(join(folder, "runs/first/report.html")).href);
await page.evaluate(
  'for (const part of document.querySelectorAll("figure details, figure button")) part.hidden = true',
);
const figures = await Promise.all([0, 1].map((index) => page.locator("figure").nth(index).boundingBox()));
const bottom = Math.max(...figures.map(({ y, height }) => y + height));
const top = await page.screenshot({ clip: { x: 0, y: 0, width: 1100, height: bottom + 8 } });
const canvas = page.locator("canvas.paper");
await canvas.scrollIntoViewIfNeeded();
const { x, y } = await canvas.boundingBox();
await page.mouse.move(x + 75, y + 65);
await page.mouse.down();
for (const [right, down] of [
  [200, 62],
  [165, 140],
  [130, 232],
])
  await page.mouse.move(x + right, y + down, { steps: 8 });
await page.mouse.up();
await page.waitForFunction('document.querySelector(".best") !== null');
const drawing = await page.locator("section:has(#drawing)").boundingBox();
// The first rows of pixels still show what is above, and the last canvas reaches below the section.
const clip = { x: drawing.x, y: drawing.y + 4, width: drawing.width, height: drawing.height + 8 };
const drawn = await page.screenshot({ clip });
await browser.close();
rmSync(folder, { recursive: true });

const { width, height } = await sharp(top).metadata();
const below = await sharp(drawn).metadata();
await sharp({ create: { width, height: height + below.height + 30, channels: 3, background: "white" } })
  .composite([
    { input: top, left: 0, top: 0 },
    { input: drawn, left: Math.round((width - below.width) / 2), top: height },
  ])
  .png({ palette: true, colours: 64 })
  .toFile(picture);
