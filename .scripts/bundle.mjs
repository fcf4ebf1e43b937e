/**
 * `bundle.mjs FOLDER`: joins the command line's modules below a build's cli/ into one file, with the packages that they
 * import and their licences. Node takes a quarter of a millisecond to find and load a file, and more in a package: a
 * training would load 180. V8 reads all of it each time, so it is minified; the source map has the names.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { build } from "esbuild";

const folder = resolve(process.argv[2]);
const cli = join(folder, "cli");
const before = await readdir(cli, { recursive: true });

const { metafile } = await bundle("main.js", {
  external: ["@tensorflow/*", "sharp"],
  minify: true,
  // Packages of CommonJS require Node's own modules.
  banner: { js: 'import{createRequire as requireFrom}from"node:module";const require=requireFrom(import.meta.url);' },
});
// The benchmark refuses wrong usage in the same words.
const { metafile: refusal } = await bundle("process/one-line.js", { packages: "external" });

const bundled = new Set(
  [metafile, refusal].flatMap(({ outputs }) => Object.keys(outputs)).map((file) => resolve(file)),
);
for (const file of before) if (/\.js(\.map)?$/.test(file) && !bundled.has(join(cli, file))) rmSync(join(cli, file));
writeFileSync(join(cli, "LICENSES.txt"), licences(Object.keys(metafile.inputs)));

/**
 * @param {string} entry a file below cli/, which is replaced
 * @param {import("esbuild").BuildOptions} options
 */
function bundle(entry, options) {
  return build({
    entryPoints: [join(cli, entry)],
    outfile: join(cli, entry),
    allowOverwrite: true,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: true,
    logLevel: "warning",
    plugins: [{ name: "places", setup: (plugged) => keepPlaces(plugged, dirname(join(cli, entry))) }],
    ...options,
    metafile: true,
  });
}

/** The licences of all packages among the files, which ask to come along. @param {readonly string[]} files */
function licences(files) {
  const packages = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  const texts = [...packages].sort().map((path) => {
    const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
    if (file === undefined) throw new Error(`${path} has no licence to include`);
    return `${path.replace(/^.*node_modules\//, "")}\n\n${readFileSync(join(path, file), "utf8").trim()}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/**
 * A module finds files by its own place, which it keeps. The error classes stay one for all: a loss of the user's own
 * throws those of the library.
 * @param {import("esbuild").PluginBuild} bundle
 * @param {string} place of the file that is made
 */
function keepPlaces(bundle, place) {
  bundle.onResolve({ filter: /\/errors\/errors\.js$|^\.\/errors\.js$/ }, ({ path, resolveDir }) => {
    const isErrors = resolve(resolveDir, path) === join(folder, "errors/errors.js");
    return isErrors ? { path: specifier(join(folder, "errors/errors.js")), external: true } : undefined;
  });
  bundle.onLoad({ filter: /\.js$/ }, ({ path }) => {
    const url = `new URL(${JSON.stringify(specifier(path))}, import.meta.url).href`;
    return { contents: readFileSync(path, "utf8").replaceAll("import.meta.url", url), resolveDir: dirname(path) };
  });

  /** @param {string} path */
  function specifier(path) {
    return relative(place, path).replaceAll("\\", "/");
  }
}
