import { InputError } from "../errors/errors.js";
import { runTool } from "../files/run-tool.js";
import type { Python } from "./python.js";

/** @returns the first of the commands that runs, as `COMMAND --version` */
async function firstThatRuns(commands: readonly string[]): Promise<string | undefined> {
  for (const command of commands) {
    try {
      await runTool(command, ["--version"], { timeoutSeconds: 60 });
      return command;
    } catch {
      // the next one may run
    }
  }
  return undefined;
}

/** @throws InputError when there is none */
export async function findCompiler(): Promise<string> {
  const { CXX } = process.env;
  const found = await firstThatRuns(CXX ? [CXX] : ["g++", "clang++", "c++"]);
  if (found !== undefined) return found;
  throw new InputError(
    CXX
      ? `the C++ compiler in CXX does not run: ${CXX}`
      : 'no C++ compiler is found: install g++ (on Debian and Ubuntu "apt install g++"), or name one in CXX',
  );
}

/** @throws InputError when there is none */
export async function findNpm(): Promise<string> {
  const found = await firstThatRuns(["npm"]);
  if (found !== undefined) return found;
  throw new InputError("npm is not found: it comes with Node, and has to be in PATH");
}

/** What installs packages for a Python. @throws InputError when there is neither pip nor uv */
export async function findInstaller({ command, version, pip }: Python): Promise<"pip" | "uv"> {
  if (pip) return "pip";
  if ((await firstThatRuns(["uv"])) !== undefined) return "uv";
  throw new InputError(
    `${command} (Python ${version}) has no pip, and uv is not found: install one (on Debian and Ubuntu "apt install python3-pip"), ` +
      "or name a Python that has pip or TensorFlow with --python",
  );
}
