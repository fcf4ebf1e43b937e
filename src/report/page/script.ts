import { readFile } from "node:fs/promises";
import { RunError } from "../../errors/errors.js";

const file = new URL("../../../dist/report/page/browser.js", import.meta.url);

/** The script of a page, which the build makes of browser/. */
export async function pageScript(): Promise<string> {
  return readFile(file, "utf8").catch((cause) => {
    throw new RunError(`The script of reports is not built: ${file.pathname} cannot be read; run \`npm run build\``, {
      cause,
    });
  });
}
