/**
 * `bundle.mjs FOLDER`: joins the command line's modules below a build's cli/, with all that they import but packages,
 * into one file for what every command needs and one for each part that is loaded when it is needed. Node takes a
 * quarter of a millisecond for every file: a training would load 150.
 */
import { readFileSync, rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { build } from "esbuild";

const folder = resolve(process.argv[2]);
const cli = join(folder, "cli");
const before = await readdir(cli, { recursive: true });

const { metafile } = await build({
  // The benchmark refuses wrong usage in the same words.
  entryPoints: ["main.js", "process/one-line.js"].map((file) => join(cli, file)),
  outdir: cli,
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  chunkNames: "[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  sourcemap: true,
  metafile: true,
  logLevel: "warning",
  plugins: [{ name: "places", setup: keepPlaces }],
});
const bundled = new Set(Object.keys(metafile.outputs).map((file) => resolve(file)));
for (const file of before) if (/\.js(\.map)?$/.test(file) && !bundled.has(join(cli, file))) rmSync(join(cli, file));

/**
 * A module finds files by its own place, which it keeps. The error classes stay one for all: a loss of the user's own
 * throws those of the library.
 * @param {import("esbuild").PluginBuild} bundle
 */
function keepPlaces(bundle) {
  bundle.onResolve({ filter: /\/errors\/errors\.js$|^\.\/errors\.js$/ }, ({ path, resolveDir }) => {
    const isErrors = resolve(resolveDir, path) === join(folder, "errors/errors.js");
    return isErrors ? { path: "../errors/errors.js", external: true } : undefined;
  });
  bundle.onLoad({ filter: /\.js$/ }, ({ path }) => {
    const place = JSON.stringify(relative(cli, path).replaceAll("\\", "/"));
    const url = `new URL(${place}, import.meta.url).href`;
    return { contents: readFileSync(path, "utf8").replaceAll("import.meta.url", url), resolveDir: dirname(path) };
  });
}
