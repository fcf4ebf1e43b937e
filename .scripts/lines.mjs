/** Part of `npm run lint`: no line of a file that people write is longer than 120 columns. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const columns = 120;
const generated =
  /(^|\/)(package-lock|npm-lock)\.json$|^configs\/(.+\.)?schema\.json$|^data\/comparisons\/|^test\/golden\/.*\.json$/;
const pictures = /^test\/data\/pictures\/digits\/|\.png$/;

const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
});
const isWritten = (file) => existsSync(file) && !generated.test(file) && !pictures.test(file);
for (const file of listed.split("\0").filter(isWritten)) {
  for (const [index, line] of readFileSync(file, "utf8").split("\n").entries()) {
    const { length } = [...line];
    if (length <= columns) continue;
    console.error(`${file}:${index + 1}: ${length} columns, at most ${columns} are allowed`);
    process.exitCode = 1;
  }
}
