import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Missing } from "./missing.js";

/**
 * Starts a Python script that prints a line of JSON when it is ready, and another one in answer to each line on stdin.
 * @param {string} python
 * @param {readonly string[]} args the script and its arguments
 * @param {string} install the command that installs what the script needs
 * @throws {Missing}
 */
export async function startPython(python, args, install) {
  const child = spawn(python, args, { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) => resolve(said.trim().split("\n").at(-1) || `ended with ${code}`));
  });
  child.stdin.on("error", () => {}); // `ended` says why
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ready = await answer().catch(({ message }) => {
    throw new Missing(`${python}: ${message}; to install it: ${install}`);
  });
  return { ready, ask, close };

  /** @param {string} command */
  function ask(command) {
    child.stdin.write(`${command}\n`);
    return answer();
  }

  /** @returns {Promise<any>} */
  async function answer() {
    const { value, done } = await lines.next();
    if (done) throw new Error(await ended);
    return JSON.parse(value);
  }

  async function close() {
    child.stdin.end();
    if (child.exitCode === null) await once(child, "close");
  }
}
