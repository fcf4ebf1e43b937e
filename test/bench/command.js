import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ProgramFailed } from "./program.js";

const bin = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));

/**
 * @typedef RunOptions
 * @property {string} cwd
 * @property {readonly string[]} [node] options for Node
 * @property {(line: string, seconds: number) => boolean} [onLine] gets each line of stdout and the seconds since the
 *   start; true ends the process
 */

/**
 * Runs the command line in a new process, as a user does.
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<{ seconds: number, stdout: string, stderr: string }>}
 * @throws ProgramFailed with the command's last line on stderr
 */
export async function runOhem(args, { cwd, node = [], onLine = () => false }) {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const child = spawn(process.execPath, [...node, bin, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const written = { stdout: "", stderr: "" };
  let stopped = false;
  child.stderr.setEncoding("utf8").on("data", (text) => {
    written.stderr += text;
  });
  child.stdout.setEncoding("utf8").on("data", (text) => {
    const seen = written.stdout.lastIndexOf("\n") + 1;
    written.stdout += text;
    const lines = written.stdout.slice(seen).split("\n").slice(0, -1);
    if (!lines.some((line) => onLine(line, seconds()))) return;
    stopped = true;
    child.kill();
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0 || stopped) resolve({ seconds: seconds(), ...written });
      else reject(failure(args, code, written.stderr));
    });
  });
}

/**
 * @param {readonly string[]} args
 * @param {number | null} code null: a signal ended it
 * @param {string} stderr
 */
function failure(args, code, stderr) {
  const last = stderr.trimEnd().split("\n").at(-1) || `ohem ${args.join(" ")}: ended with ${code ?? "a signal"}`;
  return new ProgramFailed(last.replace(/^ohem: /, ""), code ?? 1);
}
