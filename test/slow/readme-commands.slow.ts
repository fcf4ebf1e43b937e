import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeSmallData } from "../support/small-data.js";

/** Types every command of README that begins with npx ohem, in its order, in a folder with the files that they name. */
const readme = readFileSync("README.md", "utf8");
const spans = [...readme.matchAll(/`(npx ohem [a-z][^`]*)`|^(npx ohem [^#\n]*)/gm)].map((match) =>
  (match[1] ?? match[2]).trim(),
);
const typed = [...new Set(spans)].filter((line) => !/COMMAND|^npx ohem backend install$/.test(line));
const folder = mkdtempSync(join(tmpdir(), "ohem-readme-"));

beforeAll(async () => {
  for (const name of ["configs", "data/comparisons"]) cpSync(name, join(folder, name), { recursive: true });
  writeSmallData(folder, "my-digits", 6400);
  mkdirSync(join(folder, "runs"));
  await sh("npx ohem train --ratio 3 --epochs 2 --out runs/NAME --quiet");
  const [picture] = readdirSync("test/data/pictures/digits").filter((name) => name.endsWith(".png"));
  cpSync(join("test/data/pictures/digits", picture), join(folder, "seven.png"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(resolve("."), join(folder, "node_modules/ohem"));
  const loss = readFileSync("examples/own-loss/tilted.js", "utf8");
  writeFileSync(join(folder, "mine.js"), loss.replaceAll("tilt:", "alpha:").replaceAll("{ tilt }", "{ alpha: tilt }"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("README names many commands", () => expect(typed.length).toBeGreaterThan(20));

test.each(typed)("%s", async (line) => {
  const many = /^npx ohem compare (?!show)/.test(line);
  await expect(sh(many ? `${line} --dry-run` : line)).resolves.toBe(expectedCode(line));
});

/** A finished run cannot be resumed, and no GPU is expected here: both are refused in one line. */
function expectedCode(line: string): number {
  return /--resume|--engine gpu/.test(line) ? 2 : 0;
}

/** @returns the exit code. @throws for an error that is not one line */
async function sh(line: string): Promise<number> {
  const command = line.replace(/\bnpx ohem\b/g, `"${process.execPath}" "${resolve("bin/ohem.js")}"`);
  const ended = await promisify(execFile)("sh", ["-c", command], { cwd: folder }).catch((error) => error);
  const code = ended.code ?? 0;
  if (code !== 0) expect(ended.stderr).toMatch(/^ohem: .*\n$/);
  return code;
}
