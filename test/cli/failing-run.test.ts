import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { expectOneLine, expectRefused, ohem, ohemInShell, typed } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const train = ["train", "--data", "small", "--epochs", "1", "--quiet"];

function workplace(): string {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  return cwd;
}

const onPosix = test.skipIf(process.platform === "win32");
const onLinux = test.runIf(process.platform === "linux");

test("--out that is not empty is refused, and not touched", async () => {
  const cwd = workplace();
  mkdirSync(join(cwd, "run"));
  writeFileSync(join(cwd, "run/diary.txt"), "mine");
  const before = listing(cwd);
  expectRefused(await ohem([...train, "--out", "run"], cwd), "run", "empty");
  expect(listing(cwd)).toEqual(before);
});

test.runIf(process.platform === "linux")("a working directory whose name is not UTF-8 is refused", () => {
  const cwd = workplace();
  const command = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));
  const other = `name=$(printf 'b\\377') && mkdir "$name" && cd "$name" && "${process.execPath}" "${command}"`;
  for (const args of ["train --epochs 1", "eval"]) {
    const { status, stderr } = spawnSync("sh", ["-c", `${other} ${args}; code=$?; cd ..; rmdir "$name"; exit $code`], {
      cwd,
      encoding: "utf8",
    });
    const expected = "ohem: the name of the working directory is not UTF-8; change to another folder\n";
    expect({ status, stderr }).toEqual({ status: 2, stderr: expected });
  }
  expect(listing(cwd).filter((name) => name.startsWith("b"))).toEqual([]);
});

onPosix("a working directory that was deleted is named as the problem", async () => {
  const cwd = workplace();
  const command = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));
  const gone = `rm -r "${cwd}" && "${process.execPath}" "${command}" train --epochs 1`;
  const { status, stderr, stdout } = spawnSync("sh", ["-c", gone], { cwd, encoding: "utf8" });
  const expected = "ohem: the working directory no longer exists; change to another folder\n";
  expect({ status, stderr, stdout }).toEqual({ status: 2, stderr: expected, stdout: "" });
});

test("--out in an empty folder that exists is fine", async () => {
  const cwd = workplace();
  mkdirSync(join(cwd, "run"));
  expect((await ohem([...train, "--out", "run"], cwd)).code).toBe(0);
  expect(listing(join(cwd, "run"))).toContain("model.safetensors");
});

test("--out below a file, or a file itself, is refused before training", async () => {
  const cwd = workplace();
  writeFileSync(join(cwd, "file"), "mine");
  const before = listing(cwd);
  expectRefused(await ohem([...train, "--out", "file/run"], cwd), "file");
  expectRefused(await ohem([...train, "--out", "file"], cwd), "file");
  expect(listing(cwd)).toEqual(before);
});

// Not even root may write there.
onLinux("--out that may not be written is refused before training", async () => {
  for (const out of ["/sys/run", "/proc/run"]) {
    for (const flags of [[], ["--dry-run"]]) {
      const ended = await ohem([...train, "--out", out, ...flags], workplace());
      expectRefused(ended, out, "no run can be written here", "--out: ", "; choose another folder");
    }
  }
});

onPosix.each<[string, RegExp]>([
  ["link", /^ohem: --out: .*link: a link that leads nowhere cannot hold a run; choose another folder$/m],
  ["link/run", /link: a link that leads nowhere/],
  ["file", /file: .*not a directory; choose another folder$/m],
  ["file/run", /file.run: .*not a directory; choose another folder$/m],
  ["n".repeat(300), /^ohem: --out: .*name too long; choose another folder$/m],
])("--out %s is refused by --dry-run as by the run itself", async (out, says) => {
  const cwd = workplace();
  symlinkSync("nowhere", join(cwd, "link"));
  writeFileSync(join(cwd, "file"), "mine");
  const before = listing(cwd);
  for (const flags of [[], ["--dry-run"]]) expectRefused(await ohem([...train, "--out", out, ...flags], cwd), says);
  expect(listing(cwd)).toEqual(before);
});

test.skipIf(process.platform === "win32")("no room for the model: exit code 1, and no part of it is left", async () => {
  const cwd = workplace();
  const ended = await ohemInShell("ulimit -f 64", [...train, "--out", "run"], cwd);
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expectOneLine(ended.stderr, "model.safetensors");
  expect(listing(join(cwd, "run")).filter((name) => /model|tmp/.test(name))).toEqual([]);
});

onLinux.each([[], ["--json"]])("no room for what goes to stdout: exit code 1, one line (%j)", async (...flags) => {
  const ended = await ohemInShell("exec > /dev/full", [...train, ...flags], workplace());
  expect(ended.code).toBe(1);
  expectOneLine(ended.stderr, "stdout", "no space left");
});

onLinux("no room for log lines: the run stops, with its checkpoint and without a lock", async () => {
  const cwd = workplace();
  const args = ["train", "--data", "small", "--epochs", "1000000", "--out", "run"];
  const ended = await ohemInShell("exec > /dev/full", args, cwd);
  expect(ended.code).toBe(1);
  expect(ended.stderr.match(/^ohem: stdout cannot be written: no space left.*$/gm)).toHaveLength(1);
  expect(ended.stderr).toContain(`To resume: ${typed} train --resume run\n`);
  expect(listing(join(cwd, "run"))).toEqual(["config.json", "examples.csv", "metrics.jsonl", "model.safetensors"]);
});

onLinux("no room for notes: the run continues", async () => {
  const cwd = workplace();
  const ended = await ohemInShell("exec 2> /dev/full", ["train", "--data", "small", "--epochs", "1"], cwd);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/\nTest Accuracy: 0\.\d{4}\n$/);
});

test.each(["--json", "--quiet"])(
  "a learning rate that makes the objective infinite ends the run and says where (%s)",
  async (flag) => {
    const cwd = workplace();
    const ended = await ohem([...train, "--lr", "1e30", flag], cwd);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expectOneLine(ended.stderr, /epoch 0, batch \d+/, "try a smaller learning rate than 1e+30.");
  },
);

test("a schedule whose rates are too high ends the run with its peak as the thing to lower", async () => {
  const args = [...train, "--lr", "1e30", "--lr-schedule", "one-cycle"];
  const ended = await ohem(args, workplace());
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expectOneLine(ended.stderr, /epoch 0, batch \d+/, "try a smaller peak learning rate than 1e+30 (of one-cycle).");
});

test("a training that diverges by the end of an epoch says so, and does not claim an earlier model", async () => {
  const cwd = workplace();
  const ended = await ohem([...train, "--lr", "1e9", "--out", "run"], cwd);
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  const [warning, ...error] = ended.stderr.split("\n");
  expect(warning).toMatch(/^ohem: warning: the mean loss of epoch 0 is \S+, above the 2\.3026 of guessing; /);
  expectOneLine(
    error.join("\n"),
    /^ohem: after 10 steps: training has diverged, .*smaller learning rate than 1000000000\.$/m,
  );
  expect(ended.stderr).not.toContain("stays");
  expect(listing(join(cwd, "run"))).not.toContain("model.safetensors");
});

test.each<[string, (cwd: string) => void, RegExp]>([
  [
    "a folder named runs/latest",
    (cwd) => mkdirSync(join(cwd, "runs/latest"), { recursive: true }),
    /runs.latest: cannot be written .*a directory/,
  ],
  [
    "a file named runs",
    (cwd) => writeFileSync(join(cwd, "runs"), "mine"),
    /runs.latest: cannot be written .*: not a directory/,
  ],
])("%s costs a new run and a resumed one a warning, and not the result", async (_, make, says) => {
  const cwd = workplace();
  make(cwd);
  for (const args of [
    [...train, "--out", "run"],
    ["train", "--quiet", "--resume", "run", "--extend-epochs", "1"],
  ]) {
    const ended = await ohem(args, cwd);
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Test Accuracy: 0\.\d{4}\n$/) });
    expectOneLine(ended.stderr, /^ohem: warning: the run is complete, but runs\/latest may not name it: /, says);
  }
});

test("an obstacle to runs/latest that appears during the run costs a warning, not the result", async () => {
  const cwd = workplace();
  const preload = `
    import fs from "node:fs";
    const { write } = process.stdout;
    process.stdout.write = function (...given) {
      fs.mkdirSync("runs/latest", { recursive: true });
      return write.apply(this, given);
    };`;
  const variables = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}` };
  const ended = await ohem(["train", "--data", "small", "--epochs", "1", "--out", "run"], cwd, variables);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/\nTest Accuracy: 0\.\d{4}\n$/);
  const warning = /^ohem: warning: the run is complete, but runs\/latest may not name it: .*latest: cannot be written/m;
  expect(ended.stderr).toMatch(warning);
  expect(listing(join(cwd, "run"))).toEqual(["config.json", "examples.csv", "metrics.jsonl", "model.safetensors"]);
  expect(listing(join(cwd, "runs"))).toEqual(["latest"]);
  expectRefused(
    await ohem(["train", "--resume", "run"], cwd),
    /its 1 epoch is done; to evaluate it: .* eval \S+; to train longer, say by how many epochs \(--extend-epochs N\)$/m,
  );
  expect((await ohem(["eval", "run", "--quiet"], cwd)).stdout).toBe(
    ended.stdout.slice(-"Test Accuracy: 0.1234\n".length),
  );
});

test.each([[[]], [["--json"]]])(
  "no room for examples.csv: the result all the same, one line, exit code 1 %j",
  async (flags) => {
    const cwd = workplace();
    const preload = `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    const { open } = fs.promises;
    fs.promises.open = async (file, ...rest) => {
      if (!String(file).includes("-examples.csv")) return open(file, ...rest);
      throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", errno: -28 });
    };
    syncBuiltinESMExports();`;
    const variables = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}` };
    const ended = await ohem([...train, "--out", "run", ...flags], cwd, variables);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(flags.length > 0 ? /^{"testAccuracy":0\..*}\n$/ : /^Test Accuracy: 0\.\d{4}\n$/);
    expectOneLine(
      ended.stderr,
      "examples.csv: cannot be written",
      "no space left",
      "the model is complete, resume the run",
    );
    expect(listing(join(cwd, "run"))).toEqual(["config.json", "metrics.jsonl", "model.safetensors"]);
    const resumed = await ohem(["train", "--quiet", "--resume", "run"], cwd);
    expect(resumed).toMatchObject({ code: 0, stderr: "" });
    expect(resumed.stdout).toMatch(/^Test Accuracy: 0\.\d{4}\n$/);
    expect(listing(join(cwd, "run"))).toContain("examples.csv");
  },
);

test("--min-accuracy that is not reached: exit code 1, with the result", async () => {
  const cwd = workplace();
  const ended = await ohem([...train, "--min-accuracy", "0.9999"], cwd);
  expect(ended.code).toBe(1);
  expect(ended.stdout).toMatch(/^Test Accuracy: 0\.\d{4}\n$/);
  expectOneLine(ended.stderr, "0.9999", "accuracy");
  const json = await ohem([...train, "--json", "--min-accuracy", "0.9999"], cwd);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout).minAccuracy).toEqual({ asked: 0.9999, reached: false });
  const reached = await ohem([...train, "--min-accuracy", "0.1"], cwd);
  expect(reached).toMatchObject({ code: 0, stdout: ended.stdout, stderr: "" });
});

test.each(["tensorflow", "gpu"])(
  "--engine %s that is not installed is refused, never replaced by another",
  async (engine) => {
    const cwd = workplace();
    const before = listing(cwd);
    expectRefused(
      await ohem([...train, "--engine", engine], cwd),
      "TensorFlow",
      "installed",
      `${typed} backend install`,
    );
    expect(listing(cwd)).toEqual(before);
  },
);

/**
 * Runs the command as a user that has no other process and may have `most` threads. Only root can do that, and only
 * where that user may read the checkout.
 */
function asLimited(most: number, args: readonly string[], cwd = "/") {
  const command = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));
  const limited = ["--reuid", "64321", "--clear-groups", "prlimit", `--nproc=${most}`, process.execPath, command];
  const { status, stdout, stderr } = spawnSync("/usr/bin/setpriv", [...limited, ...args], { cwd, encoding: "utf8" });
  return { code: status, stdout, stderr };
}

const mayLimit = process.platform === "linux" && asLimited(40, ["--version"]).code === 0;

test.runIf(mayLimit)("threads that the system refuses to start are a failure in one line, and leave no run", () => {
  const cwd = workplace();
  chmodSync(cwd, 0o777);
  const before = listing(cwd);
  const { code, stderr } = asLimited(40, [...train, "--engine", "wasm", "--threads", "60"], cwd);
  expect(code).toBe(1);
  expectOneLine(stderr, /the system does not start 60 threads \(.*\); use fewer threads/);
  expect(listing(cwd)).toEqual(before);
});
