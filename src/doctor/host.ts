import { availableParallelism, cpus } from "node:os";
import type { Check } from "./check.js";

/** The requirements of the wasm engine, which are those of ohem itself. */
export function hostChecks(): Check[] {
  const { version, platform, arch } = process;
  const processor = cpus()[0]?.model.trim() ?? arch;
  return [
    { name: "node", state: "ok", found: `${version} on ${platform} ${arch}: the wasm engine runs here` },
    { name: "cores", state: "ok", found: `${availableParallelism()} (${processor})` },
  ];
}
