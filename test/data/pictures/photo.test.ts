import { readFileSync } from "node:fs";
import sharp from "sharp";
import { afterEach, expect, test, vi } from "vitest";
import { decodePhoto } from "../../../src/data/pictures/photo.js";
import { refusal } from "../../support/refusal.js";

afterEach(() => {
  vi.doUnmock("sharp");
  vi.resetModules();
});

const digits = new URL("digits/", import.meta.url);

test.each([
  ["JPEG", "7-photo.jpg", [60, 60]],
  ["WebP", "8-thin.webp", [70, 70]],
] as const)("%s", async (kind, name, size) => {
  const bytes = readFileSync(new URL(name, digits));
  const { width, height, grey } = await decodePhoto(bytes, kind, name);
  expect([width, height]).toEqual(size);
  expect(Math.max(...grey) - Math.min(...grey)).toBeGreaterThan(100);
  const cut = await refusal(decodePhoto(bytes.subarray(0, bytes.length / 2), kind, name));
  expect(cut.message).toContain(`${name}: ${kind} data: damaged: `);
});

test("a photo is turned as its camera was held", async () => {
  const bytes = await sharp(Buffer.from([0, 0, 255, 255]), { raw: { width: 4, height: 1, channels: 1 } })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100 })
    .toBuffer();
  const { width, height, grey } = await decodePhoto(bytes, "JPEG", "x.jpg");
  expect([width, height]).toEqual([1, 4]);
  expect(grey[0]).toBeLessThan(50);
  expect(grey[3]).toBeGreaterThan(200);
});

test("a photo of too many pixels is refused from its header", async () => {
  const bytes = readFileSync(new URL("7-photo.jpg", digits));
  // Height and width follow the length and the precision of the frame's header.
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(10_000, frame + 5);
  bytes.writeUInt16BE(10_000, frame + 7);
  expect((await refusal(decodePhoto(bytes, "JPEG", "x.jpg"))).message).toMatch(/10000 x 10000 pixels|pixel limit/);
});

test("where sharp is installed for another platform", async () => {
  vi.doMock("sharp", () => {
    throw new Error("Could not load the sharp module");
  });
  const { message } = await refusal(decodePhoto(new Uint8Array(9), "WebP", "x.webp"));
  expect(message).toBe(
    "x.webp: reading WebP needs the package sharp, which does not load; to fix it: npm install sharp",
  );
});
