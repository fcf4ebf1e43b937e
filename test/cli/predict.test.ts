import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mnistFolder } from "../support/data-folders.js";
import { emptyFolder } from "../support/folder.js";
import { pngBytes, pngFile, pngHeader } from "../support/png-bytes.js";
import { expectRefused, ohem, start } from "../support/run-ohem.js";
import { testImages } from "../support/small-data.js";

const digits = fileURLToPath(new URL("../data/pictures/digits", import.meta.url));
const drawn = readdirSync(digits);
const zero = join(digits, "0-grey.png");

/** One epoch of MNIST, and nine pictures of its first test images. */
const cwd = mkdtempSync(join(tmpdir(), "ohem-predict-"));
const images = readFileSync(join(mnistFolder, testImages)).subarray(16);
const first = ["0.png", "1.png", "2.png"];

beforeAll(async () => {
  const trained = await ohem(["train", "--ratio", "3", "--seed", "0", "--epochs", "1", "--out", "first"], cwd);
  expect(trained.code).toBe(0);
  first.forEach((name, i) => {
    const pixels = Array.from(images.subarray(i * 784, (i + 1) * 784), (level) => [level]);
    writeFileSync(join(cwd, name), pngBytes({ width: 28, height: 28, type: 0, depth: 8, pixels }));
  });
  const header = Buffer.from([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28]);
  writeFileSync(join(cwd, "three.gz"), gzipSync(Buffer.concat([header, images.subarray(0, 3 * 784)])));
});
afterAll(() => rmSync(cwd, { recursive: true }));

test("twenty digits drawn by another program, with a model of one epoch", async () => {
  const files = drawn.map((name) => join(digits, name));
  const { code, stdout } = await ohem(["predict", "--json", ...files], cwd);
  expect(code).toBe(0);
  const { predictions } = JSON.parse(stdout) as { predictions: { file: string; class: number }[] };
  expect(predictions.map(({ file }) => file)).toEqual(files);
  const right = predictions.filter((prediction, i) => drawn[i].startsWith(`${prediction.class}-`));
  expect(drawn).toHaveLength(20);
  expect(right.length).toBeGreaterThanOrEqual(19);
});

test("says which run it takes, and a line for each picture", async () => {
  const { code, stdout, stderr } = await ohem(["predict", ...first], cwd);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^(\d\.png: \d \(\d+\.\d%\)\n){3}$/) });
  expect(stderr).toMatch(/^Latest run: first, started [\d :-]+\n$/);
  expect(await ohem(["predict", "--quiet", ...first], cwd)).toMatchObject({ code: 0, stdout, stderr: "" });
  expect(await ohem(["predict", "--run", "first", ...first], cwd)).toMatchObject({ code: 0, stdout, stderr: "" });
});

test("--as-is gives MNIST's images to the net as they are, and so do IDX files", async () => {
  const [pictures, idx] = await Promise.all([
    ohem(["predict", "--as-is", "--json", "--top", "10", ...first], cwd),
    ohem(["predict", "--json", "--top", "10", "three.gz"], cwd),
  ]);
  const listed = JSON.parse(pictures.stdout).predictions;
  expect(listed[0].top).toHaveLength(10);
  const indexed = JSON.parse(idx.stdout).predictions;
  expect(indexed).toEqual(listed.map((one: object, index: number) => ({ ...one, file: "three.gz", index })));
  expect((await ohem(["predict", "three.gz"], cwd)).stdout).toMatch(/^three\.gz\[0\]: 7 .*\nthree\.gz\[1\]: 2 /);
  expectRefused(await ohem(["predict", "--quiet", "--as-is", zero], cwd), "60 x 60 pixels, expected 28 x 28");
});

test("--show draws what the net saw below the answers", async () => {
  const { stdout } = await ohem(["predict", "--show", "--top", "3", zero], cwd);
  const [line, ...rows] = stdout.trimEnd().split("\n");
  expect(line).toMatch(/0-grey\.png: 0 \([\d.]+%\), \d \([\d.]+%\), \d \([\d.]+%\)$/);
  expect(rows.join("\n")).toMatch(/^[ ▀▄█\n]+$/);
  expect(rows.join("\n")).toContain("██▀");
});

test("- is stdin", async () => {
  const bin = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));
  const child = spawn(process.execPath, [bin, "predict", "--json", "-"], { cwd });
  child.stdin.end(readFileSync(zero));
  expect(JSON.parse(await text(child.stdout)).predictions).toMatchObject([{ file: "stdin", class: 0 }]);
  expectRefused(await ohem(["predict", "-", "-"], cwd), "stdin", "only once");
});

test("bad pictures get a line each, the others are answered, and the exit code is 2", async () => {
  const folder = emptyFolder();
  const whole = readFileSync(zero);
  const bad: Record<string, Buffer | string> = {
    "blank.png": pngBytes({ width: 28, height: 28, type: 0, depth: 1, pixels: Array(784).fill([1]) }),
    "bomb.png": pngFile(pngHeader(10_000, 10_000, 8, 0, 0)),
    "cut.png": whole.subarray(0, whole.length - 100),
    "text.txt": "seven",
  };
  for (const [name, content] of Object.entries(bad)) writeFileSync(join(folder, name), content);
  const files = Object.keys(bad).map((name) => join(folder, name));
  const { code, stdout, stderr } = await ohem(["predict", "--run", "first", ...files, folder, "none.png", zero], cwd);
  expect(code).toBe(2);
  expect(stdout).toMatch(/0-grey\.png: 0 .*\n$/);
  const said = stderr.trimEnd().split("\n");
  const says = ["no ink", "10000 x 10000 pixels", "cut short", "not a picture", "a folder", "no such file"];
  expect(said).toEqual(says.map((problem) => expect.stringContaining(problem)));
  const document = JSON.parse((await ohem(["predict", "--json", zero, files[0]], cwd)).stdout);
  expect(document.predictions).toHaveLength(1);
  expect(document.refused).toEqual([{ file: files[0], problem: expect.stringContaining("no ink") }]);
  const none = await ohem(["predict", "--quiet", "--json", files[0]], cwd);
  expect(none.code).toBe(2);
  expect(JSON.parse(none.stdout)).toMatchObject({ predictions: [], refused: [{ file: files[0] }] });
});

test("a JPEG where sharp is not installed", async () => {
  const hooks = `export const resolve = (name, context, next) => {
    if (name === "sharp") throw Object.assign(new Error("none"), { code: "ERR_MODULE_NOT_FOUND" });
    return next(name, context);
  };`;
  const url = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const register = url(`import { register } from "node:module"; register(${JSON.stringify(url(hooks))});`);
  const photo = join(digits, "7-photo.jpg");
  const node = [process.execPath, "--no-warnings", "--import", register] as const;
  const ended = await start(["predict", "--run", "first", photo], cwd, {}, node).ended;
  expectRefused(ended, "reading JPEG needs the package sharp, which is not installed; to fix it: npm install sharp");
});

test("refuses a run that is not there, no file, and a bad count", async () => {
  expectRefused(await ohem(["predict", "--run", "none", zero], cwd), "none: no such run");
  expectRefused(await ohem(["predict", zero], emptyFolder()), "no run has finished here yet");
  expectRefused(await ohem(["predict"], cwd), "missing required argument 'file'");
  expectRefused(await ohem(["predict", "--top", "0", zero], cwd), "--top: expected an integer");
});
