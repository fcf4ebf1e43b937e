import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { programFolder } from "./program-folder.js";

const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

/** As strict as a program can ask for. */
const strictest = {
  strict: true,
  noEmit: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  target: "ES2023",
  lib: ["ES2023"],
  types: ["node"],
};

/**
 * Checks programs that import the built package by its name.
 * @param files their text by name
 * @returns what the compiler says; "" when it finds nothing
 */
export async function typeCheck(files: Readonly<Record<string, string>>, options: object): Promise<string> {
  const config = { compilerOptions: { ...strictest, ...options }, files: Object.keys(files) };
  const folder = programFolder({ ...files, "tsconfig.json": JSON.stringify(config) });
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, "-p", folder], (_, stdout, stderr) => resolve(stdout + stderr));
  });
}
