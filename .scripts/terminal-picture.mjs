/**
 * `npm run picture:terminal`: trains and draws what a terminal shows as .github/terminal.svg. The seconds are
 * this machine's.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const [lineHeight, characterWidth, padding, bar] = [19, 7.83, 18, 30];
const folder = mkdtempSync(join(tmpdir(), "ohem-picture-"));
try {
  // On the PATH, so that hints name the command as an installed one.
  symlinkSync(resolve("bin/ohem.js"), join(folder, "ohem"));
  writeFileSync(".github/terminal.svg", picture(typed("ohem train --ratio 3")));
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * The command and what it prints: notes, and of the log lines, which a terminal shows as a bar, only the result.
 * @param {string} command
 */
function typed(command) {
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync(command, { cwd: folder, env, encoding: "utf8", shell: true });
  if (status !== 0) throw new Error(stderr);
  return [`$ ${command}`, ...stderr.trimEnd().split("\n"), stdout.trim().split("\n").at(-1)];
}

/** @param {string[]} lines */
function picture(lines) {
  const columns = Math.max(...lines.map((line) => [...line].length));
  const width = Math.ceil(columns * characterWidth + 2 * padding);
  const height = bar + lines.length * lineHeight + padding;
  const rows = lines.map((line, index) => {
    const kind = line.startsWith("$ ") ? "typed" : /^Test Accuracy/.test(line) ? "result" : "";
    const y = bar + (index + 1) * lineHeight - 5;
    return line === "" ? "" : `<text x="${padding}" y="${y}"${kind && ` class="${kind}"`}>${escaped(line)}</text>\n`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"
  role="img" aria-label="A terminal: ohem train --ratio 3 and what it prints">
<style>
  .back { fill: #f6f8fa; stroke: #d0d7de }
  .dot { fill: #d0d7de }
  text { fill: #1f2328; font: 13px ui-monospace, Menlo, Consolas, monospace; white-space: pre }
  .typed, .result { font-weight: 600 }
  .result { fill: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    .back { fill: #161b22; stroke: #30363d }
    .dot { fill: #30363d }
    text { fill: #e6edf3 }
    .result { fill: #3fb950 }
  }
</style>
<rect class="back" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${[0, 1, 2].map((dot) => `<circle class="dot" cx="${padding + 5 + 18 * dot}" cy="16" r="5"/>`).join("\n")}
${rows.join("")}</svg>
`;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
