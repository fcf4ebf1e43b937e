/**
 * `pack.mjs before`: builds, and removes `prepare` from package.json: a package has nothing to build from.
 * `pack.mjs after`: puts it back. Both may be repeated.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const scripts = '  "scripts": {\n';
const prepare = '    "prepare": "node .scripts/prepare.mjs",\n';

const before = process.argv[2] === "before";
if (before) execFileSync(process.execPath, [".scripts/build.mjs"], { stdio: "inherit" });
const manifest = readFileSync("package.json", "utf8").replace(prepare, "");
writeFileSync("package.json", before ? manifest : manifest.replace(scripts, scripts + prepare));
