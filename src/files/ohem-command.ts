import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { quoted } from "./quoted.js";

const program = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));
/** in the folder that it is installed into */
const installed = join("node_modules", "ohem", "bin", "ohem.js");

/** How the user can type this program's name here: `ohem`, `npx ohem` or `node PATH`. Every hint begins with it. */
export function ohemCommand(): string {
  if (!existsSync(program) || isOnPath()) return "ohem";
  if (npxFindsIt()) return "npx ohem";
  const fromHere = relative(process.cwd(), program);
  const isShorter = fromHere.length < program.length && !fromHere.startsWith("-");
  return `node ${quoted(isShorter ? fromHere : program)}`;
}

/** npx and npm scripts add folders named node_modules/.bin, which the user's shell does not have. */
function isOnPath(): boolean {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const found = folders.find((folder) => !/node_modules[/\\]\.bin$/.test(folder) && existsSync(join(folder, "ohem")));
  // on Windows npm puts a script there, beside its node_modules
  return found !== undefined && [join(found, "ohem"), join(found, installed)].some(isProgram);
}

/** npx looks for an installed package in the folders above, then whether the project itself is the package. */
function npxFindsIt(): boolean {
  let project: string | undefined;
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, installed))) return isProgram(join(folder, installed));
    if (["package.json", "node_modules"].some((name) => existsSync(join(folder, name)))) project ??= folder;
    if (folder === dirname(folder)) break;
  }
  return project !== undefined && isProgram(join(project, "bin", "ohem.js")) && canBeLinked();
}

/** npx sets the mode of the program that it links, which takes its owner, or root. */
function canBeLinked(): boolean {
  const user = process.getuid?.() ?? 0;
  try {
    accessSync(program, constants.W_OK);
    return user === 0 || statSync(program).uid === user;
  } catch {
    return false;
  }
}

function isProgram(file: string): boolean {
  return existsSync(file) && realpathSync(file) === realpathSync(program);
}
