import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { expectOneLine, ohem, start } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

// Needs prlimit of Linux, which changes the limits of a running process.
test.runIf(process.platform === "linux")(
  "no room for the next model: exit code 1, and the earlier one is still whole",
  async () => {
    const cwd = emptyFolder();
    writeSmallData(cwd);
    const { child, ended } = start(["train", "--data", "small", "--epochs", "1000000", "--out", "run", "--quiet"], cwd);
    const model = join(cwd, "run/model.safetensors");
    const deadline = Date.now() + 60_000;
    while (!listing(cwd).includes("run/model.safetensors") && Date.now() < deadline) await new Promise(setImmediate);
    const limited = spawnSync("/usr/bin/prlimit", ["--pid", String(child.pid), "--fsize=65536"], { encoding: "utf8" });
    expect(limited).toMatchObject({ status: 0, stderr: "" });
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expectOneLine(stderr, "cannot be written");
    expect(listing(join(cwd, "run")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect(readFileSync(model).length).toBeGreaterThan(65536);
    expect((await ohem(["eval", "run", "--quiet"], cwd)).code).toBe(0);
  },
);
