import { readlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { codeOf } from "./system-error.js";

/**
 * Tells a process from a later one with the same id: the boot and the clock tick in which it started. undefined where
 * that cannot be read, such as on every system but Linux.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  try {
    const [boot, stat] = await Promise.all([
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
      readFile(`/proc/${pid}/stat`, "utf8"),
    ]);
    // The fields after the name, which may hold anything: the state is field 3 of proc(5), the start time field 22.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "ended" : `${boot.trim()} ${fields[22 - 3]}`;
  } catch {
    return undefined;
  }
}

/** Ids of processes in other containers mean nothing here. undefined where there are no such namespaces. */
export function processNamespace(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return undefined;
  }
}

/** Whether the process still runs. @param identity from `processIdentity`, when it certainly ran */
export async function isRunning(pid: number, identity: string | undefined): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if (codeOf(error) !== "EPERM") return false;
  }
  const current = identity === undefined ? undefined : await processIdentity(pid);
  return current === undefined || current === identity;
}
