import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ProgramFailed } from "./program.js";

const bin = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));

/**
 * Runs the command line as somebody who types it would, in a new process.
 * @param {readonly string[]} args
 * @param {{ cwd: string, node?: readonly string[], onLine?: (line: string, seconds: number) => boolean }} options onLine gets each line of stdout and the
 *   seconds since the start; true ends the process. It fails with the command's last line on stderr
 * @returns {Promise<{ seconds: number, stdout: string, stderr: string }>}
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
