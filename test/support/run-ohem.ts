import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { quoted } from "../../src/files/quoted.js";

const command = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));

/** How hints name the command in a folder that is far from the checkout. */
export const typed = `node ${quoted(command)}`;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves as soon as the output of the process contains the text. Rejects if the process ends without it. */
  until(stream: "stdout" | "stderr", text: string): Promise<void>;
}

/** Runs the built command to its end. */
export function ohem(args: readonly string[], cwd: string, variables: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return start(args, cwd, variables).ended;
}

/**
 * @param variables of the environment that differ from the test's
 * @param node the Node that runs it, and its options
 */
export function start(
  args: readonly string[],
  cwd: string,
  variables: NodeJS.ProcessEnv = {},
  node: string | readonly [string, ...string[]] = process.execPath,
): Started {
  const [file, ...options] = [node].flat() as [string, ...string[]];
  return follow(file, [...options, command, ...args], { cwd, env: variables });
}

/** Runs another copy of the command to its end. */
export function ohemAt(bin: string, args: readonly string[], cwd: string): Promise<Ended> {
  return follow(process.execPath, [bin, ...args], { cwd }).ended;
}

/** The same in a POSIX shell that runs `before` first. */
export function ohemInShell(before: string, args: readonly string[], cwd: string): Promise<Ended> {
  return follow("sh", ["-c", `${before}; exec "$@"`, "sh", process.execPath, command, ...args], { cwd }).ended;
}

/** Runs any program, and keeps what it writes. */
export function follow(file: string, args: readonly string[], options: SpawnOptions): Started {
  const child = spawn(file, args, {
    ...options,
    env: { ...environment(), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, ...written }));
  });
  return { child, ended, until };

  async function until(name: "stdout" | "stderr", text: string): Promise<void> {
    const seen = new Promise<void>((resolve) => {
      const look = () => written[name].includes(text) && resolve();
      child[name].on("data", look);
      look();
    });
    const early = ended.then((outcome) => {
      if (!outcome[name].includes(text)) throw new Error(`ended without ${text}: ${JSON.stringify(outcome)}`);
    });
    await Promise.race([seen, early]);
  }
}

/** Variables that vitest sets for itself must not reach the command, nor those of a CI or a scheduler. */
function environment(): NodeJS.ProcessEnv {
  const names = /^(NODE_OPTIONS|NODE_ENV|FORCE_COLOR|NO_COLOR|GITHUB_\w+|SLURM_\w+|CI_NODE_\w+|JOB_COMPLETION_INDEX)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.test(name)));
}

/** Bad input: exit code 2, one line on stderr that matches all of `says`, and nothing on stdout. */
export function expectRefused(ended: Ended, ...says: readonly (string | RegExp)[]): void {
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expectOneLine(ended.stderr, ...says);
}

export function expectOneLine(text: string, ...says: readonly (string | RegExp)[]): void {
  expect(text.split("\n")).toEqual([expect.any(String), ""]);
  for (const said of says) expect(text).toMatch(said);
}
