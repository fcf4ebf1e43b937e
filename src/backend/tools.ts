import { InputError } from "../errors/errors.js";
import { ohemCommand } from "../files/ohem-command.js";
import { runTool } from "../files/run-tool.js";
import type { Python } from "./python.js";

/** @returns the first of the commands that runs, as `COMMAND --version` */
async function firstThatRuns(commands: readonly string[]): Promise<string | undefined> {
  for (const command of commands) {
    try {
      await runTool(command, ["--version"], { timeoutSeconds: 60 });
      return command;
    } catch {
      // try the next one
    }
  }
  return undefined;
}

/** @throws InputError when none runs */
export async function findCompiler(): Promise<string> {
  const { CXX } = process.env;
  const found = await firstThatRuns(CXX ? [CXX] : ["g++", "clang++", "c++"]);
  if (found !== undefined) return found;
  throw new InputError(
    CXX
      ? `the C++ compiler in CXX does not run: ${CXX}`
      : 'no C++ compiler found: install g++ (on Debian and Ubuntu "apt install g++"), or set CXX to one',
  );
}

/** @throws InputError when it does not run */
export async function findNpm(): Promise<string> {
  const found = await firstThatRuns(["npm"]);
  if (found !== undefined) return found;
  throw new InputError("npm not found: it comes with Node and must be in PATH");
}

/** The installer of packages for a Python. @throws InputError when there is neither pip nor uv */
export async function findInstaller({ command, version, pip }: Python): Promise<"pip" | "uv"> {
  if (pip) return "pip";
  if ((await firstThatRuns(["uv"])) !== undefined) return "uv";
  throw new InputError(
    `${command} (Python ${version}) has no pip, and uv was not found: install one of them ` +
      '(on Debian and Ubuntu "apt install python3-pip"), or name a Python that has pip or TensorFlow: ' +
      `"${ohemCommand()} backend install --python PYTHON"`,
  );
}
