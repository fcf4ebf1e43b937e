import { arch, availableParallelism, cpus, loadavg, platform } from "node:os";
import { version } from "ohem";

/**
 * The machine that the figures depend on. `load` is the average number of runnable processes over the last minute;
 * always 0 on Windows.
 */
export function machine() {
  const [cpu] = cpus();
  const [load = 0] = loadavg();
  return {
    cpu: cpu?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    platform: `${platform()} ${arch()}`,
    node: process.version,
    load,
  };
}

/** @param {ReturnType<typeof machine>} found */
export function describeMachine({ cpu, cores, platform, node, load }) {
  const busy = load > 0.5 ? `\nOther programs are busy on this machine (load ${load.toFixed(1)}): expect noise.` : "";
  return `ohem ${version}, Node ${node}, ${platform}, ${cores} ${cores === 1 ? "core" : "cores"}, ${cpu}${busy}`;
}
