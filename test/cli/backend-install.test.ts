import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listing } from "../support/folder.js";
import { addBackend, type Machine, machine, nvidiaSmi, python, works, write } from "../support/machine.js";
import { expectOneLine, expectRefused, ohem, start } from "../support/run-ohem.js";

const isLinuxX64 = process.platform === "linux" && process.arch === "x64";

const install = (here: Machine, ...flags: string[]) => ohem(["backend", "install", ...flags], here.cwd, here.variables);

/** The files of a TensorFlow that the installer looks at. */
function tensorflowIn(folder: string, build = "('is_cuda_build', False)"): string {
  write(join(folder, "tensorflow/python/platform/build_info.py"), `build_info = collections.OrderedDict([${build}])`);
  return join(folder, "tensorflow");
}

/** The output of npm when it cannot write its cache. */
const npmWithoutHome = `/bin/cat >&2 <<'END'
npm error code EACCES
npm error syscall mkdir
npm error path /home/me/.npm
npm error errno EACCES
npm error
npm error Your cache folder contains root-owned files
npm error Log files were not written due to an error writing to the directory: /home/me/.npm/_logs
npm error You can rerun the command with --loglevel=verbose to see the logs in your terminal
END
exit 243`;

const cudaBuild = "('cuda_version', '12.5.1'), ('cudnn_version', '9'), ('is_cuda_build', True)";

describe.runIf(isLinuxX64)("ohem backend install", () => {
  test.each<[string, Record<string, string>, string[], ...(string | RegExp)[]]>([
    ["no compiler", { python3: python({ pip: true }), npm: works }, [], "C++ compiler", "apt install g++"],
    ["no npm", { python3: python({ pip: true }), "g++": works }, [], "npm not found"],
    ["no Python", { "g++": works, npm: works }, [], "no Python found", "ohem.js backend install --python PYTHON"],
    [
      "no pip",
      { python3: python({ pip: false }), "g++": works, npm: works },
      [],
      "has no pip",
      "uv",
      "apt install python3-pip",
    ],
    [
      "a Python that is not there",
      { "g++": works, npm: works },
      ["--python", "py"],
      "--python: py cannot be run: no such file",
    ],
    [
      "a version that is none",
      {},
      ["--tensorflow", "newest"],
      "--tensorflow: expected a version such as 2.21.0, got newest",
    ],
    ["both kinds", {}, ["--cpu", "--cuda"], "--cpu", "--cuda"],
  ])("%s is refused in one line", async (_, programs, flags, ...says) => {
    const here = machine(programs);
    expectRefused(await install(here, ...flags), ...says);
    expect(listing(here.home)).toEqual([]);
  });

  describe("a folder that cannot hold backends is refused with its name and OHEM_HOME", () => {
    const here = () => machine({ python3: python({ pip: true }), npm: works, "g++": works });
    const says = [/backends cannot be changed here: .*; name another folder with OHEM_HOME$/m];

    test.each(["/proc", "/proc/deep/er", "/sys", "/dev/null/below"])("%s", async (home) => {
      const { variables, ...rest } = here();
      const ended = await install({ ...rest, variables: { ...variables, OHEM_HOME: home } }, "--cpu");
      expectRefused(ended, `${home}/tensorflow: `, ...says);
    });

    test.each(["", "relative"])("HOME=%j", async (home) => {
      const { variables, ...rest } = here();
      const unset = { OHEM_HOME: "", XDG_CACHE_HOME: "", HOME: home };
      const ended = await install({ ...rest, variables: { ...variables, ...unset } }, "--cpu");
      expectRefused(ended, "HOME", "OHEM_HOME", ".cache");
      expect(listing(rest.cwd)).toEqual([]);
    });
  });

  /** Runs in every Node that the command starts. */
  const preloaded = (source: string) => ({
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(source)}`,
  });

  test("too little space is refused before anything is written, with what is needed where", async () => {
    const full = `
      import fs from "node:fs";
      import { syncBuiltinESMExports } from "node:module";
      fs.promises.statfs = async () => ({ blocks: 1000, bavail: 180, bsize: 1e6 });
      syncBuiltinESMExports();`;
    const here = machine({ python3: python({ pip: true }), npm: works, "g++": works });
    const ended = await install({ ...here, variables: { ...here.variables, ...preloaded(full) } }, "--cpu");
    const says = "the installation needs about 1.9 GB there, and 180 MB are free; free some space, or name a folder on";
    expectRefused(ended, `${here.home}/tensorflow: ${says} another disk with OHEM_HOME`);
    expect(listing(here.home)).toEqual(["tensorflow"]);
  });

  describe("a backend that is installed and computes is kept", () => {
    /** In place of TensorFlow, which the files of the tests' backends lack. */
    const proof = { tensorflow: "2.21.0", cpu: true, gpu: "TensorFlow sees no GPU" };
    const computes = preloaded(
      `if (process.argv[1].endsWith("prove-child.js")) {
        console.log('${JSON.stringify(proof)}');
        process.exit();
      }`,
    );

    /** Without any tool: what is not kept is refused. */
    function machineWithBackend(variables: NodeJS.ProcessEnv = computes): Machine {
      const here = machine();
      addBackend(here.home, "before");
      return { ...here, variables: { ...here.variables, ...variables } };
    }

    test.each([[[]], [["--cpu"]], [["--tensorflow", "2.21.0"]], [["--dry-run"]]])("for %j", async (flags) => {
      const here = machineWithBackend();
      const before = listing(here.home);
      expect(await install(here, ...flags)).toMatchObject({
        code: 0,
        stdout: "before: TensorFlow 2.21.0 computes on the CPU; no GPU: TensorFlow sees no GPU\n",
        stderr: `already installed in ${join(here.home, "tensorflow/before")}; --force installs it again\n`,
      });
      expect(listing(here.home)).toEqual(before);
    });

    test.each([[["--force"]], [["--cuda"]], [["--tensorflow", "2.20.0"]]])("not for %j", async (flags) => {
      expectRefused(await install(machineWithBackend(), ...flags), "no C++ compiler found");
    });

    test("not when another Python's TensorFlow is asked for", async () => {
      const here = machine();
      const tensorflow = { version: "2.21.0", folder: tensorflowIn(here.cwd) };
      const mine = machine({ mine: python({ pip: true, tensorflow }) });
      addBackend(mine.home, "before");
      const variables = { ...mine.variables, ...computes };
      expectRefused(await install({ ...mine, variables }, "--python", "mine"), "no C++ compiler found");
    });

    test("not when it no longer computes, and it says so", async () => {
      const { code, stderr } = await install(machineWithBackend({}));
      expect(code).toBe(2);
      expect(stderr).toMatch(/^before is installed, but does not work: .*\nohem: no C\+\+ compiler found/);
    });
  });

  test("the compiler in CXX counts, and no other", async () => {
    const here = machine({ python3: python({ pip: true }), npm: works, "g++": works, mine: works });
    const variables = { ...here.variables, CXX: "mine" };
    expect((await install({ ...here, variables }, "--dry-run")).stdout).toContain("compiled with mine");
    const wrong = { ...here.variables, CXX: "other" };
    expectRefused(await install({ ...here, variables: wrong }, "--dry-run"), "CXX", "other");
  });

  describe("--dry-run changes nothing and says where TensorFlow comes from", () => {
    const tools = { "g++": works, npm: works };

    async function plan(programs: Record<string, string>, ...flags: string[]): Promise<string> {
      const here = machine({ ...tools, ...programs });
      const { stdout, stderr, code } = await install(here, "--dry-run", ...flags);
      expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
      expect(listing(here.home)).toEqual([]);
      return stdout;
    }

    test("pip, or uv where there is no pip", async () => {
      expect(await plan({ python3: python({ pip: true }) }, "--cpu")).toMatch(/^tensorflow-cpu: through pip /m);
      expect(await plan({ python3: python({ pip: false }), uv: works }, "--cpu")).toMatch(
        /^tensorflow-cpu: through uv /m,
      );
    });

    test("CUDA when asked for, or when there is a driver", async () => {
      expect(await plan({ python3: python({ pip: true }) }, "--cuda")).toMatch(
        /^tensorflow\[and-cuda\]: through pip /m,
      );
      const beside = { python3: python({ pip: true }), "nvidia-smi": nvidiaSmi };
      expect(await plan(beside)).toMatch(/^tensorflow\[and-cuda\]: through pip /m);
      expect(await plan(beside, "--cpu", "--tensorflow", "2.20.0")).toMatch(/^tensorflow-cpu==2\.20\.0: through pip /m);
    });

    test("a TensorFlow that is there, where it fits", async () => {
      const home = machine().cwd;
      const [cpu, cuda] = [tensorflowIn(join(home, "a")), tensorflowIn(join(home, "b"), cudaBuild)];
      const withCpu = python({ pip: true, tensorflow: { version: "2.21.0", folder: cpu } });
      const withCuda = python({ pip: true, tensorflow: { version: "2.21.0", folder: cuda } });
      expect(await plan({ python3: withCpu }, "--cpu")).toContain(`tensorflow 2.21.0: from python3`);
      expect(await plan({ python3: withCuda }, "--cuda")).toContain(cuda);
      expect(await plan({ python3: withCpu }, "--cuda")).toMatch(/^tensorflow\[and-cuda\]: through pip/m);
      expect(await plan({ python3: withCuda }, "--cpu", "--tensorflow", "2.20.0")).toMatch(
        /^tensorflow-cpu==2\.20\.0/m,
      );
    });
  });

  describe("leaves what was there before", () => {
    /** Fails in the first stage, or hangs there. */
    function machineWith(npm: string): Machine {
      const tensorflow = tensorflowIn(machine().cwd);
      const here = machine({
        python3: python({ pip: true, tensorflow: { version: "2.21.0", folder: tensorflow } }),
        "g++": works,
        npm: `if [ "$1" = --version ]; then echo 1; exit; fi\n${npm}`,
      });
      addBackend(here.home, "before");
      return here;
    }

    test("when a stage fails", async () => {
      const here = machineWith('echo "npm error the registry is away" >&2; exit 7');
      const before = listing(here.home);
      const { code, stdout, stderr } = await install(here);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expectOneLine(
        `${stderr.trimEnd().split("\n").at(-1)}\n`,
        "through npm",
        "the registry is away",
        "installed backends are unchanged",
      );
      expect(listing(here.home)).toEqual(before);
    });

    test("when npm does not work, before TensorFlow is downloaded", async () => {
      const pip = `if [ "$1" = -m ]; then echo > downloaded; exit; fi\n${python({ pip: true })}`;
      const npm = `if [ "$1" = --version ]; then echo 1; exit; fi\n${npmWithoutHome}`;
      const here = machine({ python3: pip, "g++": works, npm });
      const { code, stderr } = await install(here, "--cpu");
      expect(code).toBe(1);
      const why = "npm failed with 243: code EACCES | path /home/me/.npm | Your cache folder contains root-owned files";
      expectOneLine(`${stderr.trimEnd().split("\n").at(-1)}\n`, why, "installed backends are unchanged");
      expect(listing(here.cwd)).toEqual([]);
    });

    test("when the download fails", async () => {
      const failing = 'echo "ERROR: No matching distribution" >&2; exit 1';
      const pip = `if [ "$1" = -m ]; then ${failing}; fi\n${python({ pip: true })}`;
      const here = machine({ python3: pip, "g++": works, npm: works });
      addBackend(here.home, "before");
      const before = listing(here.home);
      const { code, stderr } = await install(here, "--cpu");
      expect(code).toBe(1);
      expectOneLine(
        `${stderr.trimEnd().split("\n").at(-1)}\n`,
        "through pip",
        "No matching distribution",
        "installed backends are unchanged",
      );
      expect(listing(here.home)).toEqual(before);
    });

    test("when a tool fills the disk: named as the cause, with what helps", async () => {
      const failing = 'echo "ERROR: Exception:" >&2; echo "OSError: [Errno 28] No space left on device" >&2; exit 2';
      const pip = `if [ "$1" = -m ]; then ${failing}; fi\n${python({ pip: true })}`;
      const here = machine({ python3: pip, "g++": works, npm: works });
      const { code, stderr } = await install(here, "--cpu");
      expect(code).toBe(1);
      const cause =
        "pip: python3 failed with 2: OSError: [Errno 28] No space left on device; free some space, or name a";
      const last = `${stderr.trimEnd().split("\n").at(-1)}\n`;
      expectOneLine(last, `${cause} folder on another disk with OHEM_HOME; installed backends are unchanged`);
      expect(listing(here.home)).toEqual(["tensorflow"]);
    });

    test("when the new binding does not work", async () => {
      const here = machineWith("exit 0");
      const before = listing(here.home);
      const { code, stdout, stderr } = await install(here);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expectOneLine(
        `${stderr.trimEnd().split("\n").at(-1)}\n`,
        "the proof",
        "tfjs-node-gpu",
        "installed backends are unchanged",
      );
      expect(listing(here.home)).toEqual(before);
    });

    test.each([
      ["SIGINT", 130],
      ["SIGTERM", 143],
    ] as const)("when %s comes", async (signal, code) => {
      const here = machineWith("echo > started; exec /bin/sleep 60");
      const before = listing(here.home);
      const { child, ended, until } = start(["backend", "install"], here.cwd, here.variables);
      await until("stderr", "through npm ...");
      child.kill(signal);
      const outcome = await ended;
      expect(outcome).toMatchObject({ code, stdout: "" });
      expect(outcome.stderr).toContain("was stopped");
      expect(listing(here.home)).toEqual(before);
    });

    test("when SIGINT comes in the download, after the stage of npm", async () => {
      const pip = `if [ "$1" = -m ]; then exec /bin/sleep 60; fi\n${python({ pip: true })}`;
      const here = machine({ python3: pip, "g++": works, npm: works });
      addBackend(here.home, "before");
      const before = listing(here.home);
      const { child, ended, until } = start(["backend", "install", "--cpu"], here.cwd, here.variables);
      await until("stderr", "through pip ...");
      child.kill("SIGINT");
      const outcome = await ended;
      expect(outcome).toMatchObject({ code: 130, stdout: "" });
      expect(outcome.stderr).toMatch(/through npm: done.*was stopped/s);
      expect(listing(here.home)).toEqual(before);
    });

    test("when it is killed: the next one clears up, and puts back a backend that was being replaced", async () => {
      const here = machineWith("exit 1");
      write(join(here.home, "tensorflow", ".installing", "half"), "");
      write(join(here.home, "tensorflow", ".replaced-old", "backend.json"), "{}");
      await install(here);
      expect(listing(here.home).filter((path) => /\/\./.test(path))).toEqual([]);
      expect(readFileSync(join(here.home, "tensorflow", "old", "backend.json"), "utf8")).toBe("{}");
    });

    test("when another is running: the second one says which process, and so does a removal", async () => {
      const here = machineWith("exec /bin/sleep 60");
      const before = listing(here.home);
      const first = start(["backend", "install"], here.cwd, here.variables);
      await first.until("stderr", "through npm ...");
      for (const command of [["install", "--force"], ["remove"]]) {
        const second = await ohem(["backend", ...command], here.cwd, here.variables);
        expectRefused(second, `process ${first.child.pid} on`, "has been changing the backends here since");
      }
      first.child.kill("SIGINT");
      expect(await first.ended).toMatchObject({ code: 130, stdout: "" });
      expect(listing(here.home)).toEqual(before);
    });

    test("when it is killed: the next one takes over its lock", async () => {
      const here = machineWith("exec /bin/sleep 60");
      const { child, ended, until } = start(["backend", "install"], here.cwd, here.variables);
      await until("stderr", "through npm ...");
      child.kill("SIGKILL");
      await ended;
      expect(listing(join(here.home, "tensorflow"))).toContain("lock");
      const { stdout } = await ohem(["backend", "remove"], here.cwd, here.variables);
      expect(stdout).toBe("removed before\n");
      expect(listing(here.home)).toEqual(["tensorflow"]);
    });
  });
});
