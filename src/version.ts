import { readFileSync } from "node:fs";

/** Version of this package, from its package.json (beside src/ and dist/ alike). */
export const version: string = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
