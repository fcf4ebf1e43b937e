import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { write } from "../support/machine.js";
import { type Ended, follow } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";
import { timeless } from "../support/timeless.js";

/**
 * What examples/docker/Dockerfile does, without Docker: its RUN line, then its command as another user on a read-only
 * file system; and as the pods of examples/shards/kubernetes, whose volume is a folder. Needs npm's registry, and for
 * the user and the mounts root on Linux; else folders are only read-only.
 */
const isRoot = process.platform === "linux" && process.getuid?.() === 0;
const user = 64321;
const asUser = isRoot ? ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups"] : [];

const top = mkdtempSync(join(tmpdir(), "ohem-container-"));
const at = (name: string) => join(top, name);
const mounts: string[] = [];
const mount = (...args: string[]) => execFileSync("/bin/mount", args);

beforeAll(() => {
  chmodSync(top, 0o755);
  for (const name of ["image", "work", "volume"]) mkdirSync(at(name), { mode: 0o755 });
  execFileSync("npm", ["pack", "--pack-destination", top], { stdio: "ignore" });
  const run = /^RUN (.*)$/m.exec(readFileSync("examples/docker/Dockerfile", "utf8"))?.[1] ?? "";
  expect(run).toMatch(/npm install --global \/tmp\/ohem-/);
  const install = run.replaceAll("/tmp/", `${top}/`);
  const env = { ...process.env, npm_config_prefix: at("image") };
  execFileSync("sh", ["-c", `umask 077; ${install}`], { env, stdio: "ignore" });
  if (!isRoot) return chmodSync(at("work"), 0o555);
  chownSync(at("volume"), user, user);
  mount("--bind", at("image"), at("image"));
  mounts.push(at("image"));
  mount("-o", "remount,ro,bind", at("image"));
  mount("-t", "tmpfs", "-o", "ro", "ohem-test", at("work"));
  mounts.push(at("work"));
});
afterAll(() => {
  for (const folder of mounts) spawnSync("/bin/umount", [folder]);
  rmSync(top, { recursive: true, force: true });
});

const path = () => [join(at("image"), "bin"), dirname(process.execPath), process.env.PATH].join(delimiter);

/** The installed command, in the read-only working folder, without HOME. */
function ohem(...args: string[]) {
  const command = [...asUser, "env", "-i", `PATH=${path()}`, "ohem", ...args];
  const { status, stdout, stderr } = spawnSync(command[0], command.slice(1), { cwd: at("work"), encoding: "utf8" });
  return { code: status, stdout, stderr };
}

describe(`an image, as ${isRoot ? "another user with read-only mounts" : "this user, with read-only folders"}`, () => {
  test("trains into a volume, and evaluates the model by the command that the run names", () => {
    const out = join(at("volume"), "run");
    const trained = ohem("train", "--ratio", "3", "--epochs", "1", "--out", out);
    expect(trained.code, trained.stderr).toBe(0);
    expect(trained.stderr).toContain(`To evaluate it again: ohem eval ${out}\n`);
    expect(trained.stderr).toContain("runs/latest may not name it");
    const evaluated = ohem("eval", out, "--quiet");
    expect(evaluated).toMatchObject({ code: 0, stderr: "" });
    expect(trained.stdout.endsWith(evaluated.stdout)).toBe(true);
    expect(evaluated.stdout).toMatch(/^Test Accuracy: 0\.9[5-9]\d\d\n$/);
  });

  test("doctor finds the data and the wasm engine, and names ohem in its hints", () => {
    const { code, stdout } = ohem("doctor");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok {6}data .*SHA-256 verified$/m);
    expect(stdout).toContain("to fix it: ohem backend install");
  });
});

describe("the pods of examples/shards/kubernetes", () => {
  const pod = (file: string) => {
    const { spec } = parse(readFileSync(`examples/shards/kubernetes/${file}`, "utf8"));
    const { securityContext, containers } = spec.template.spec;
    const [{ args, volumeMounts }] = containers;
    return { spec, args: args as string[], user: securityContext, mountPath: volumeMounts[0].mountPath as string };
  };
  const entry: string[] = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(readFileSync("examples/docker/Dockerfile", "utf8"))![1]);
  const small = ["--data", at("small"), "--epochs", "1"];
  const volume = at("shared");

  /** A container of the image: its entry with the manifest's arguments and user, and what Kubernetes sets. */
  function start(file: string, more: readonly string[] = [], index?: number): Promise<Ended> {
    const { args, user, mountPath } = pod(file);
    const { runAsUser, runAsGroup, fsGroup } = user;
    const as = ["setpriv", `--reuid=${runAsUser}`, `--regid=${runAsGroup}`, `--groups=${fsGroup}`];
    const variables = [`PATH=${path()}`, ...(index === undefined ? [] : [`JOB_COMPLETION_INDEX=${index}`])];
    const words = [...entry, ...args.map((word) => word.replace(mountPath, volume)), ...more];
    const [command, ...rest] = [...(isRoot ? as : []), "env", "-i", ...variables, ...words];
    return follow(command, rest, { cwd: at("work") }).ended;
  }

  beforeAll(() => {
    writeSmallData(top);
    mkdirSync(volume);
    // As Kubernetes does for an fsGroup.
    if (isRoot) chownSync(volume, 0, pod("compare.yaml").user.fsGroup);
    chmodSync(volume, 0o2775);
  });

  test("each index twice at once, then the merge: as one process, and every pod succeeds", async () => {
    const { spec, mountPath } = pod("compare.yaml");
    for (let index = 0; index < spec.completions; index++) {
      const pods = await Promise.all([1, 2].map(() => start("compare.yaml", small, index)));
      for (const { code, stderr } of pods) expect(code, stderr).toBe(0);
    }
    const merged = await start("merge.yaml");
    expect(merged.code, merged.stderr).toBe(0);
    expect(merged.stdout).toContain("\nRecommended: ");
    const { args } = pod("compare.yaml");
    const alone = args.filter((word, i) => word !== "--shard" && args[i - 1] !== "--shard");
    const out = alone.map((word) => (word.startsWith(mountPath) ? join(at("volume"), "alone") : word));
    const { code, stderr } = ohem(...out, ...small);
    expect(code, stderr).toBe(0);
    const [together, single] = [join(volume, "mine"), join(at("volume"), "alone")];
    expect(readdirSync(join(together, "trials"))).toEqual(readdirSync(join(single, "trials")));
    expect(timeless(join(together, "comparison.json"))).toEqual(timeless(join(single, "comparison.json")));
  });

  test("wrong settings end with the exit code that the manifest does not retry", async () => {
    const [rule] = pod("compare.yaml").spec.podFailurePolicy.rules;
    expect(rule).toMatchObject({ action: "FailIndex", onExitCodes: { operator: "In" } });
    const { code } = await start("compare.yaml", ["--data", at("none")], 0);
    expect(rule.onExitCodes.values).toContain(code);
    // Another index than those of the array, and none at all: never everything on every machine.
    for (const index of [8, undefined]) expect((await start("compare.yaml", small, index)).code).toBe(2);
  });
});

test.runIf(isRoot)("npx in another user's checkout: the terminal says what to type instead", () => {
  const checkout = at("checkout");
  cpSync(".scripts", join(checkout, ".scripts"), { recursive: true });
  for (const file of ["bin/ohem.js", "dist/cli/main.js", "dist/engine/wasm/kernels.wasm"])
    write(join(checkout, file), "");
  const terminal = fileURLToPath(new URL("terminal.py", import.meta.url));
  const copy = at("terminal.py");
  writeFileSync(copy, readFileSync(terminal));
  const prepare = [...asUser, "env", "npm_command=exec", process.execPath, ".scripts/prepare.mjs"];
  const shown = execFileSync("python3", [copy, "200", "", "", ...prepare], { cwd: checkout, encoding: "utf8" });
  expect(shown).toContain(`type this instead: node ${resolve(checkout, "bin/ohem.js")}`);
});
