import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { emptyFolder } from "./support/folder.js";

/** The scripts of package.json that build, in a clone whose compilers copy one source each. */
const scripts = fileURLToPath(new URL("../.scripts", import.meta.url));
const command = { source: "src/cli/main.ts", built: "dist/cli/main.js" };
const script = { source: "src/report/page/browser/main.ts", built: "dist/report/page/browser.js" };
const kernels = { source: "src/engine/wasm/assembly/index.ts", built: "dist/engine/wasm/kernels.wasm" };
const compile = (source: string, output: string) => `
  const { cpSync } = require("node:fs");
  process.stdout.write("compiled ${source}\\n");
  if (process.env.COMPILER === "hangs") setInterval(() => {}, 1000);
  else if (process.env.COMPILER === "fails") process.exitCode = 1;
  else cpSync("${source}", process.argv.at(-1) + "${output}");`;
const bundle = `
  import { cpSync } from "node:fs";
  export const build = async ({ entryPoints: [source], outfile }) => {
    if (source !== outfile) {
      process.stdout.write("compiled " + source + "\\n");
      cpSync(source, outfile);
    }
    return { metafile: { inputs: {}, outputs: { [source]: {} } } };
  };`;

let clone: string;
beforeEach(() => {
  clone = emptyFolder();
  cpSync(scripts, join(clone, ".scripts"), { recursive: true });
  write("node_modules/typescript/bin/tsc", compile(command.source, "/cli/main.js"));
  write("node_modules/assemblyscript/bin/asc.js", compile(kernels.source, ""));
  write("node_modules/esbuild/package.json", '{ "type": "module", "exports": "./esbuild.js" }');
  write("node_modules/esbuild/esbuild.js", bundle);
  write("package.json", "{}", 0);
  for (const file of ["tsconfig.json", command.source, script.source, kernels.source]) write(file, "first", 0);
});

describe("build", () => {
  test("a failure leaves the old build, and no other folder", async () => {
    await run("build.mjs");
    write(command.source, "second");
    expect(await run("build.mjs", { COMPILER: "fails" })).toMatchObject({ code: 1 });
    expect(read(command.built)).toBe("first");
    expect(builds()).toEqual(["dist"]);
  });

  test.skipIf(process.platform === "win32")(
    "Ctrl-C leaves the old build; the next build removes the rest",
    async () => {
      await run("build.mjs");
      write(command.source, "second");
      const { child, ended } = start("build.mjs", { COMPILER: "hangs" });
      child.stdout.once("data", () => process.kill(-child.pid!, "SIGINT"));
      expect(await ended).toMatchObject({ signal: "SIGINT" });
      expect(read(command.built)).toBe("first");
      mkdirSync(join(clone, `dist.${child.pid}.old`));
      await run("build.mjs");
      expect(read(command.built)).toBe("second");
      expect(builds()).toEqual(["dist"]);
    },
  );

  test("a build from scratch keeps no file of a deleted source", async () => {
    await run("build.mjs");
    write("dist/cli/deleted.js", "");
    await run("build.mjs");
    expect(readdirSync(join(clone, "dist/cli")).sort()).toEqual(["LICENSES.txt", "main.js"]);
  });

  test("stale: builds only what is older than its sources", async () => {
    expect((await run("build.mjs", {}, "stale")).stdout).toBe(compiled(kernels, command, script));
    expect((await run("build.mjs", {}, "stale")).stdout).toBe("");
    write(command.source, "second");
    expect((await run("build.mjs", {}, "stale")).stdout).toBe(compiled(command, script));
    expect([read(command.built), read(kernels.built)]).toEqual(["second", "first"]);
    write(kernels.source, "second");
    expect((await run("build.mjs", {}, "stale")).stdout).toBe(compiled(kernels, command, script));
    expect(read(kernels.built)).toBe("second");
  });

  test("dev: builds only the kernels and the script of reports, if they are missing or stale", async () => {
    expect((await run("build.mjs", {}, "dev")).stdout).toBe(compiled(kernels, script));
    expect((await run("build.mjs", {}, "dev")).stdout).toBe("");
    write(script.source, "second");
    expect((await run("build.mjs", {}, "dev")).stdout).toBe(compiled(script));
    write(kernels.source, "second");
    expect((await run("build.mjs", {}, "dev")).stdout).toBe(compiled(kernels, script));
    expect([read(script.built), read(kernels.built)]).toEqual(["second", "second"]);
  });
});

describe("prepare", () => {
  test("builds, and fails if the build fails", async () => {
    expect(await run("prepare.mjs")).toMatchObject({ code: 0, stdout: compiled(kernels, command, script) });
    expect(await run("prepare.mjs", { COMPILER: "fails" })).toMatchObject({ code: 1 });
  });

  test("does nothing when npx starts a finished build", async () => {
    expect((await run("prepare.mjs", { npm_command: "exec" })).stdout).toBe(compiled(kernels, command, script));
    expect(await run("prepare.mjs", { npm_command: "exec" })).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  test("without development dependencies it keeps a finished build", async () => {
    await run("build.mjs");
    rmSync(join(clone, "node_modules"), { recursive: true });
    expect(await run("prepare.mjs")).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(read(command.built)).toBe("first");
  });

  test("without development dependencies or a build it says what to type", async () => {
    rmSync(join(clone, "node_modules"), { recursive: true });
    const { code, stderr } = await run("prepare.mjs");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ohem is not built.*npm ci --include=dev.*\n$/);
  });
});

test("pack: the packed manifest has no prepare, and package.json gets it back", async () => {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  write("package.json", manifest);
  for (const _ of ["first", "again"]) {
    expect(await run("pack.mjs", {}, "before")).toMatchObject({ code: 0, stdout: compiled(kernels, command, script) });
    const { prepare, ...others } = JSON.parse(manifest).scripts;
    expect(prepare).toEqual(expect.any(String));
    expect(JSON.parse(read("package.json")).scripts).toEqual(others);
  }
  for (const _ of ["first", "again"]) {
    await run("pack.mjs", {}, "after");
    expect(read("package.json")).toBe(manifest);
  }
});

describe("release notes", () => {
  const changelog = "# Changelog\n\n## 1.2.0 (2026-12-01)\n\n- first\n- second\n\n## 1.1.0 (2026-11-01)\n\n- older\n";
  const version = '{ "version": "1.2.0" }';

  test("are the section of the version", async () => {
    write("package.json", version);
    write("CHANGELOG.md", changelog);
    const notes = { code: 0, stdout: "- first\n- second\n", stderr: "" };
    expect(await run("release-notes.mjs", {}, "v1.2.0")).toMatchObject(notes);
  });

  test.each([
    ["v1.3.0", changelog, "package.json has the version 1.2.0, the tag is 1.3.0"],
    ["v1.2.0", "# Changelog\n\n## 1.2.0 (unreleased)\n", 'begins with "1.2.0 (unreleased)", expected "1.2.0 (date)"'],
    ["v1.2.0", "# Changelog\n", 'begins with "", expected'],
  ])("%s is refused where CHANGELOG or package.json say something else", async (tag, text, problem) => {
    write("package.json", version);
    write("CHANGELOG.md", text);
    const { code, stdout, stderr } = await run("release-notes.mjs", {}, tag);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(problem);
  });
});

function compiled(...ones: { source: string }[]): string {
  return ones.map(({ source }) => `compiled ${source}\n`).join("");
}

/** @param modified seconds since 1970; a minute ahead is later than any build */
function write(file: string, text: string, modified = Date.now() / 1000 + 60): void {
  const path = join(clone, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  utimesSync(path, modified, modified);
}

function read(file: string): string {
  return readFileSync(join(clone, file), "utf8");
}

function builds(): string[] {
  return readdirSync(clone).filter((name) => name.startsWith("dist"));
}

function run(script: string, variables?: NodeJS.ProcessEnv, ...args: string[]) {
  return start(script, variables, ...args).ended;
}

function start(script: string, variables: NodeJS.ProcessEnv = {}, ...args: string[]) {
  const { npm_command: _, ...environment } = process.env;
  const child = spawn(process.execPath, [`.scripts/${script}`, ...args], {
    cwd: clone,
    env: { ...environment, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a group of processes, as Ctrl-C ends one
  });
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
    });
  }
  const ended = new Promise<typeof written & { code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on("close", (code, signal) => resolve({ code, signal, ...written })),
  );
  return { child, ended };
}
