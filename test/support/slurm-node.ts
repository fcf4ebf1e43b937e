import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { availableParallelism, hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A Slurm cluster of this machine only, whose files all lie in a temporary folder. */
export interface SlurmNode {
  /** Runs a command of Slurm. @returns its stdout */
  run(command: string, args: readonly string[], cwd: string): string;
  startSlurmd(): Promise<void>;
  stopSlurmd(): Promise<void>;
  /** Ends all daemons. */
  close(): Promise<void>;
}

/** What has to be there: root on Linux, and Debian's packages. */
export function requireSlurm(): void {
  const programs = ["munged", "slurmctld", "slurmd", "sbatch"];
  const missing = programs.filter((name) => spawnSync("which", [name]).status !== 0);
  if (process.getuid?.() === 0 && missing.length === 0) return;
  throw new Error(`needs root, and ${missing.join(", ") || "nothing else"}: apt-get install slurm-wlm munge`);
}

/** Daemons of its own, at ports and with a key of its own: another Slurm on the machine is left alone. */
export async function startSlurm(): Promise<SlurmNode> {
  const top = mkdtempSync(join(tmpdir(), "ohem-slurm-"));
  const at = (name: string) => join(top, name);
  for (const name of ["state", "spool", "munge"]) mkdirSync(at(name), { mode: 0o755 });
  writeFileSync(at("munge/key"), Buffer.alloc(128, "a key of a test"), { mode: 0o400 });
  const [host, port] = [hostname().split(".", 1)[0], 20_000 + (process.pid % 20_000)];
  const settings = {
    ClusterName: "test",
    SlurmctldHost: `${host}(127.0.0.1)`,
    SlurmctldPort: port,
    SlurmdPort: port + 1,
    SlurmUser: "root",
    AuthType: "auth/munge",
    AuthInfo: `socket=${at("munge/socket")}`,
    CredType: "cred/munge",
    ProctrackType: "proctrack/linuxproc",
    TaskPlugin: "task/none",
    SelectType: "select/cons_tres",
    SelectTypeParameters: "CR_CPU",
    StateSaveLocation: at("state"),
    SlurmdSpoolDir: at("spool"),
    SlurmctldPidFile: at("slurmctld.pid"),
    SlurmdPidFile: at("slurmd.pid"),
    ReturnToService: 2,
    SlurmdTimeout: 10,
    KillWait: 5,
    SchedulerParameters: "requeue_setup_env_fail,batch_sched_delay=0,sched_interval=1",
    MpiDefault: "none",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  lines.push(`NodeName=${host} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} RealMemory=4000 State=UNKNOWN`);
  lines.push(`PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP`);
  writeFileSync(at("slurm.conf"), `${lines.join("\n")}\n`);
  const env = { ...process.env, SLURM_CONF: at("slurm.conf") };

  const daemons = new Map<string, ChildProcess>();
  const begin = (name: string, args: readonly string[]) => {
    daemons.set(name, spawn(name, args, { env, stdio: ["ignore", "ignore", "pipe"] }));
  };
  const end = async (name: string) => {
    const daemon = daemons.get(name);
    if (daemon === undefined || daemon.exitCode !== null) return;
    const ended = new Promise((resolve) => daemon.once("exit", resolve));
    daemon.kill("SIGTERM");
    await ended;
    daemons.delete(name);
  };
  const run = (command: string, args: readonly string[], cwd: string) =>
    execFileSync(command, args, { cwd, env, encoding: "utf8" });
  const until = async (what: string, holds: () => boolean) => {
    for (let tries = 0; tries < 240; tries++) {
      if (holds()) return;
      await sleep(250);
    }
    throw new Error(`Slurm: no ${what} within a minute`);
  };
  const states = () => spawnSync("sinfo", ["-h", "-o", "%t"], { env, encoding: "utf8" }).stdout ?? "";

  const munge = ["key-file", "socket", "pid-file", "log-file", "seed-file"].map((name) => {
    return `--${name}=${at(`munge/${name.replace("-file", "")}`)}`;
  });
  begin("munged", ["--foreground", "--force", ...munge]);
  const socket = `--socket=${at("munge/socket")}`;
  await until("munge", () => spawnSync("munge", [socket, "--no-input"], { env }).status === 0);
  begin("slurmctld", ["-D"]);
  const node: SlurmNode = {
    run,
    async startSlurmd() {
      begin("slurmd", ["-D"]);
      await until("idle node", () => /^(idle|mix|alloc)$/m.test(states()));
    },
    stopSlurmd: () => end("slurmd"),
    async close() {
      for (const name of ["slurmd", "slurmctld", "munged"]) await end(name);
    },
  };
  await node.startSlurmd();
  return node;
}
