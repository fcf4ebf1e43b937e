import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/** Where installed backends lie: `OHEM_HOME`, else `ohem` in the user's cache folder (an `XDG_CACHE_HOME` that is relative does not count, as its standard says). */
export function backendsFolder(): string {
  const { OHEM_HOME, XDG_CACHE_HOME } = process.env;
  if (OHEM_HOME) return join(resolve(OHEM_HOME), "tensorflow");
  const cache = XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), ".cache");
  return join(cache, "ohem", "tensorflow");
}
