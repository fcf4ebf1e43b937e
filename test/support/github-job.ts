import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyFolder } from "./folder.js";

/** A step of a workflow, as far as the recipes have them. */
export interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly if?: string;
  readonly "continue-on-error"?: boolean;
}

export interface JobRun {
  readonly failed: boolean;
  /** of all steps: what the log shows, annotations among it */
  readonly log: string;
  /** in Markdown */
  readonly summary: string;
}

/** Where a job runs: GitHub's runner has a fresh checkout for each, and artifacts that the jobs of a run share. */
export interface Runner {
  readonly checkout: string;
  readonly artifacts: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs a job's steps as GitHub's runner does: scripts with `bash -e` and GitHub's variables, the artifacts' actions by
 * copies. A step after one that failed runs only `if: always()`. The checkout is there, and so is Node.
 * @param values of the expressions, such as `matrix.shard`, and `github.run_attempt`, from 1
 */
export function runJob(steps: readonly Step[], values: Readonly<Record<string, unknown>>, runner: Runner): JobRun {
  const job = { failed: false, log: "", summary: "" };
  for (const step of steps) {
    if (job.failed && !step.if?.includes("always()")) continue;
    if (step.if?.includes("run_attempt > 1") && values["github.run_attempt"] === 1) continue;
    const succeeded = step.run === undefined ? useAction(step, values, runner) : runScript(step, values, runner, job);
    if (!succeeded && step["continue-on-error"] !== true) job.failed = true;
  }
  return job;
}

function runScript(
  step: Step,
  values: Readonly<Record<string, unknown>>,
  runner: Runner,
  job: { log: string; summary: string },
): boolean {
  const folder = emptyFolder();
  const [script, summary] = ["script.sh", "summary.md"].map((name) => join(folder, name));
  writeFileSync(script, evaluated(step.run!, values));
  writeFileSync(summary, "");
  const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([key, text]) => [key, evaluated(text, values)]));
  const { status, stdout, stderr } = spawnSync("bash", ["-e", script], {
    cwd: runner.checkout,
    env: { ...runner.env, CI: "true", GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary, ...env },
    encoding: "utf8",
  });
  job.log += stdout + stderr;
  job.summary += readFileSync(summary, "utf8");
  return status === 0;
}

/** @returns whether it succeeds */
function useAction(step: Step, values: Readonly<Record<string, unknown>>, { checkout, artifacts }: Runner): boolean {
  const [action] = step.uses!.split("@");
  const given = (key: string) => evaluated(String(step.with?.[key] ?? ""), values);
  const path = join(checkout, given("path"));
  if (action === "actions/upload-artifact") {
    const artifact = join(artifacts, given("name") || given("path"));
    if (existsSync(artifact) && !step.with?.overwrite) return false;
    rmSync(artifact, { recursive: true, force: true });
    if (existsSync(path)) cpSync(path, artifact, { recursive: true });
    return true;
  }
  if (action === "actions/download-artifact") {
    const prefix = given("pattern").replace(/\*$/, "");
    const name = given("name");
    if (name !== "" && !existsSync(join(artifacts, name))) return false;
    mkdirSync(path, { recursive: true });
    if (name !== "") cpSync(join(artifacts, name), path, { recursive: true });
    const matching = name === "" ? readdirSync(artifacts).filter((found) => found.startsWith(prefix)) : [];
    for (const found of matching) cpSync(join(artifacts, found), join(path, found), { recursive: true });
    return true;
  }
  if (action === "actions/checkout" || action === "actions/setup-node") return true;
  throw new Error(`no substitute for ${action}`);
}

function evaluated(text: string, values: Readonly<Record<string, unknown>>): string {
  return text.replaceAll(/\$\{\{ ([^}]+) \}\}/g, (_, expression: string) => {
    if (!(expression in values)) throw new Error(`no value for ${expression}`);
    return String(values[expression]);
  });
}
