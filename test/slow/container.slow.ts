import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { write } from "../support/machine.js";

/**
 * What examples/docker/Dockerfile does, without Docker: its RUN line, then its command as another user on a read-only
 * file system. Needs npm's registry, and for the user and the mounts root on Linux; else folders are only read-only.
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

/** The installed command, in the read-only working folder, without HOME. */
function ohem(...args: string[]) {
  const path = [join(at("image"), "bin"), dirname(process.execPath), process.env.PATH].join(delimiter);
  const command = [...asUser, "env", "-i", `PATH=${path}`, "ohem", ...args];
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
