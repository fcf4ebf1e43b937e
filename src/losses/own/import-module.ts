import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "../../errors/errors.js";
import { codeOf } from "../../files/system-error.js";
import { describeThrown } from "./thrown.js";

/**
 * Runs a module of its user's own. @returns its default export
 * @throws InputError with the file, and the line where Node tells it
 */
export async function importModule(path: string): Promise<unknown> {
  let exported: { readonly default?: unknown };
  try {
    exported = await import(pathToFileURL(path).href);
  } catch (error) {
    throw new InputError(await describeFailure(error, path));
  }
  if (exported.default !== undefined) return exported.default;
  throw new InputError(`${path}: has no default export; expected: export default { name, parameters, build }`);
}

async function describeFailure(error: unknown, path: string): Promise<string> {
  const code = codeOf(error);
  const { message } = error as Error;
  if (code === "ERR_UNKNOWN_FILE_EXTENSION" && /ts$/.test(extname(path))) {
    const needed = "use Node 22.18 or later, or compile it to JavaScript";
    return `${path}: Node ${process.version} cannot run TypeScript; ${needed}`;
  }
  if (code === "ERR_MODULE_NOT_FOUND" && message.includes("'ohem'")) {
    return `${path}: ohem is not installed there; install it, or export the object without defineLoss`;
  }
  const said = describeThrown(error, path);
  const place = error instanceof SyntaxError && said.startsWith(`${path}: `) ? await syntaxPlace(path) : undefined;
  return place === undefined ? said : said.replace(path, () => place);
}

/** `FILE:LINE` of a syntax error in an ES module, which import() does not say; undefined: it is in another file. */
async function syntaxPlace(path: string): Promise<string | undefined> {
  const text = await readFile(path);
  return new Promise((resolve) => {
    // From stdin: by its name, only Node 24 checks a .js file as a module.
    const child = execFile(process.execPath, ["--input-type=module", "--check"], (_, __, stderr) => {
      const line = /^\[stdin\]:(\d+)/m.exec(stderr)?.[1];
      resolve(line === undefined ? undefined : `${path}:${line}`);
    });
    child.stdin?.on("error", () => {}).end(text);
  });
}
