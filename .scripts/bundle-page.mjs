/** `bundle-page.mjs FOLDER`: makes one script of all that reports run in a browser, for a build in that folder. */
import { join } from "node:path";
import { build } from "esbuild";

await build({
  entryPoints: ["src/report/page/browser/main.ts"],
  outfile: join(process.argv[2], "report/page/browser.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  logLevel: "warning",
});
