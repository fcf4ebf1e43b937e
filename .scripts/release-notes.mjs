/** `npm run release:notes -- v0.1.0`: CHANGELOG's section of a version, which package.json must have. */
import { readFileSync } from "node:fs";

const wanted = process.argv[2]?.replace(/^v/, "");
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const [heading, ...lines] = (readFileSync("CHANGELOG.md", "utf8").split(/^## /m)[1] ?? "").split("\n");
const problem =
  wanted === undefined
    ? "expected a version, such as v0.1.0"
    : wanted !== version
      ? `package.json has the version ${version}, the tag is ${wanted}`
      : heading.split(" ")[0] !== version || heading.includes("unreleased")
        ? `CHANGELOG.md begins with "${heading}", expected "${version} (date)"`
        : undefined;
if (problem === undefined) process.stdout.write(`${lines.join("\n").trim()}\n`);
else {
  console.error(`release:notes: ${problem}`);
  process.exitCode = 2;
}
