import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

const built = new URL("../../dist/", import.meta.url).href;

export interface Child {
  readonly process: ChildProcess;
  /** Resolves with the next line that the process writes; rejects if it ends first. */
  nextLine(): Promise<string>;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/**
 * Runs a module over the built package in another process; `ohem(path)` imports from dist/.
 * @param shell commands for a POSIX shell to run first
 */
export function runModule(source: string, cwd: string, shell = ""): Child {
  const define = `const ohem = (path) => import(new URL(path, ${JSON.stringify(built)}).href);`;
  const module = `${define}\n${source}`;
  const node = [process.execPath, "--input-type=module", "-e", module];
  const [file, ...args] = shell === "" ? node : ["sh", "-c", `${shell}; exec "$@"`, "sh", ...node];
  const child = spawn(file!, args, { cwd, stdio: ["pipe", "pipe", "pipe"] });
  const written = { stdout: "", stderr: "" };
  let linesTaken = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    written.stdout += text;
    child.emit("text");
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    written.stderr += text;
  });
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, ...written }));
  return { process: child, ended, nextLine };

  async function nextLine(): Promise<string> {
    for (;;) {
      const lines = written.stdout.split("\n").slice(0, -1);
      if (lines.length > linesTaken) return lines[linesTaken++];
      const outcome = await Promise.race([once(child, "text"), ended]);
      if (!Array.isArray(outcome)) throw new Error(`ended without another line: ${written.stderr}`);
    }
  }
}
