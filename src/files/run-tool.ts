import { spawn } from "node:child_process";
import { RunError } from "../errors/errors.js";
import { causeIn } from "./cause.js";
import { systemReason } from "./system-error.js";

export interface ToolOptions {
  readonly folder?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  readonly timeoutSeconds?: number;
  /** called with each line of stdout and stderr as it arrives */
  readonly onLine?: (line: string) => void;
}

export interface ToolOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end.
 * @throws RunError when it cannot be started, fails or takes too long, with the cause from its own output
 */
export async function runTool(
  command: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<ToolOutput> {
  const { folder, environment, signal, timeoutSeconds, onLine } = options;
  // not spawn's timeout option, whose timer outlives a program that cannot be started
  const deadline = timeoutSeconds === undefined ? undefined : AbortSignal.timeout(timeoutSeconds * 1000);
  const signals = [signal, deadline].filter((one) => one !== undefined);
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    ...(folder && { cwd: folder }),
    env: environment ?? process.env,
    signal: AbortSignal.any(signals),
    killSignal: deadline ? "SIGKILL" : "SIGTERM",
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    let line = "";
    child[name].setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
      const lines = (line + text).split(/\r?\n/);
      line = lines.pop() ?? "";
      for (const complete of lines) onLine?.(complete);
    });
  }
  let startError: Error | undefined;
  child.on("error", (error) => {
    startError ??= error;
  });
  // also after an abort: the caller removes the program's files, so it must have ended
  const [code, killedBy] = (await new Promise((resolve) => {
    child.on("close", (...ended) => resolve(ended));
  })) as [number | null, NodeJS.Signals | null];
  if (deadline?.aborted) throw new RunError(`${command} took longer than ${timeoutSeconds} s`);
  if (startError) throw new RunError(`${command} cannot be run: ${systemReason(startError)}`, { cause: startError });
  if (code === 0) return output;
  const cause = causeIn(output.stderr.trim() || output.stdout);
  throw new RunError(`${command} ${killedBy ? `was ended by ${killedBy}` : `failed with ${code}`}: ${cause}`);
}
