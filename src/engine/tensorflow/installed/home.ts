import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/**
 * The folder of installed backends: in `OHEM_HOME`, else in `ohem` in the user's cache folder. A relative
 * `XDG_CACHE_HOME` is ignored, as its standard demands.
 */
export function backendsFolder(): string {
  const { OHEM_HOME, XDG_CACHE_HOME } = process.env;
  if (OHEM_HOME) return join(resolve(OHEM_HOME), "tensorflow");
  const cache = XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homeFolder(), ".cache");
  return join(cache, "ohem", "tensorflow");
}

/** None, as for HOME="", for a user without HOME that the system does not know, as in `docker run --user 12345`. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return "";
  }
}
