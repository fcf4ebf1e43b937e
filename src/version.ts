import { readFileSync } from "node:fs";

/** This package's version, from its package.json, which lies next to src/ and dist/. */
export const version: string = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
