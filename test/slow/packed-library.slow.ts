import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** The library as a TypeScript program gets it, from the packed tarball. Needs npm's registry. */
const compilers = { "typescript-5": "npm:typescript@~5.9.3", "typescript-7": "npm:typescript@~7.0.2" };
const types = ["@types/node@^20.19.43", "@tensorflow/tfjs-core@^4.22.0", "@tensorflow/tfjs-layers@^4.22.0"];

const program = `
import { type Settings, type TrainEvent, evaluateRun, loadData, parseLoss, resolveConfig, train } from "ohem";
import { ohem } from "ohem/tfjs";

const settings: Settings = { ratio: 3, epochs: 1 };
export async function accuracy(): Promise<number | undefined> {
  const data = await loadData("mnist");
  let last: TrainEvent | undefined;
  for await (const event of train({ ...settings, out: null }, { data, loss: parseLoss("ce") })) last = event;
  if (last?.type !== "finished" || last.model === undefined) return undefined;
  const { predictions } = await evaluateRun({ run: last.model, data, predictions: true });
  return predictions.losses.length + resolveConfig(settings).epochs;
}
export const loss = ohem({ ratio: 3 });
`;

describe("the packed library", () => {
  const folder = mkdtempSync(join(tmpdir(), "ohem-library-"));
  const inFolder = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  let tarball: string;

  beforeAll(() => {
    const args = ["pack", "--json", "--pack-destination", folder];
    const printed = execFileSync("npm", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    tarball = join(folder, JSON.parse(printed.slice(printed.search(/^\[$/m)))[0].filename);
    inFolder("npm", "init", "-y");
    const aliases = Object.entries(compilers).map(([name, version]) => `${name}@${version}`);
    inFolder(
      "npm",
      "install",
      "--no-audit",
      "--no-fund",
      tarball,
      "@arethetypeswrong/cli@~0.18.5",
      ...types,
      ...aliases,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is required from CommonJS", () => {
    const script = 'const { parseLoss, train } = require("ohem"); console.log(parseLoss("ce").name, typeof train)';
    expect(inFolder("node", "--eval", script).trim()).toBe("ce function");
  });

  const settings = [
    { module: "NodeNext", moduleResolution: "NodeNext", file: "program.mts" },
    { module: "NodeNext", moduleResolution: "NodeNext", file: "program.cts" },
    { module: "ESNext", moduleResolution: "Bundler", file: "program.ts" },
  ];
  test.each(Object.keys(compilers).flatMap((compiler) => settings.map((setting) => ({ compiler, ...setting }))))(
    "has strict types: $compiler, $moduleResolution, $file",
    ({ compiler, file, ...modules }) => {
      const project = join(folder, `${compiler}-${file}`);
      mkdirSync(project);
      writeFileSync(join(project, file), program);
      const compilerOptions = {
        ...modules,
        strict: true,
        noEmit: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        target: "ES2023",
        lib: ["ES2023"],
        types: ["node"],
        // tfjs's own declarations need more than this
        skipLibCheck: true,
      };
      writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
      const tsc = join(folder, "node_modules", compiler, "bin/tsc");
      const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", project], { encoding: "utf8" });
      expect(stdout).toBe("");
      expect(status).toBe(0);
    },
  );

  test("its types are found in the same way as its code", () => {
    // CommonJS gets the ES modules, as Node 20.19 and later do; older ways to find types know no exports.
    const attw = join(folder, "node_modules/@arethetypeswrong/cli/dist/index.js");
    // a problem makes it fail
    const printed = inFolder("node", attw, tarball, "--profile", "esm-only", "--format", "ascii");
    expect(printed.match(/^(node16 \(from ESM\)|bundler): 🟢/gm)).toHaveLength(6);
  });

  test("an editor shows on hover what settings and parameters mean", () => {
    const ts = createRequire(pathToFileURL(join(folder, "x.js")))("typescript-5");
    const file = join(folder, "hover.mts");
    const host = {
      getScriptFileNames: () => [file],
      getScriptVersion: () => "1",
      getScriptSnapshot: (name: string) =>
        name === file ? ts.ScriptSnapshot.fromString(program) : ts.ScriptSnapshot.fromString(ts.sys.readFile(name)),
      getCurrentDirectory: () => folder,
      getCompilationSettings: () => ({ module: ts.ModuleKind.NodeNext, strict: true, skipLibCheck: true }),
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (name: string) => name === file || ts.sys.fileExists(name),
      readFile: (name: string) => (name === file ? program : ts.sys.readFile(name)),
      directoryExists: ts.sys.directoryExists,
      realpath: ts.sys.realpath,
    };
    const service = ts.createLanguageService(host);
    const hover = (text: string) => {
      const { documentation } = service.getQuickInfoAtPosition(file, program.indexOf(text)) ?? {};
      return ts.displayPartsToString(documentation);
    };
    expect(hover("epochs: 1")).toBe("passes over the training examples; an integer >= 1 (default: 10)");
    expect(hover("ratio: 3 });")).toMatch(/^select the N \/ ratio hardest examples .*\(default: 3\)$/);
    expect(hover("epochs;\n")).toBe("passes over the training examples; an integer >= 1 (default: 10)");
  });
});
