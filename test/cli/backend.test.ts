import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listing } from "../support/folder.js";
import { addBackend, machine } from "../support/machine.js";
import { expectRefused, ohem } from "../support/run-ohem.js";

describe("ohem backend list", () => {
  test("names the folder when there is none", async () => {
    const { cwd, home, variables } = machine();
    const { stdout, code } = await ohem(["backend", "list"], cwd, variables);
    expect({ stdout, code }).toEqual({ stdout: expect.stringContaining(join(home, "tensorflow")), code: 0 });
  });

  test("one line a backend, the newest complete one in use", async () => {
    const { cwd, home, variables } = machine();
    addBackend(home, "whole");
    rmSync(join(addBackend(home, "half"), "python"), { recursive: true });
    const { stdout } = await ohem(["backend", "list"], cwd, variables);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines).toContainEqual(
      expect.stringMatching(/^whole {2}in use {2}TensorFlow 2\.21\.0 from pip, 2026-01-02$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^half {2}broken: .*libtensorflow_cc\.so\.2 is gone/));
  });

  test("--json: one document, empty when there is none", async () => {
    const { cwd, home, variables } = machine();
    expect((await ohem(["backend", "list", "--json"], cwd, variables)).stdout).toBe("[]\n");
    const whole = addBackend(home, "whole");
    mkdirSync(join(home, "tensorflow", "broken"));
    const { stdout, code } = await ohem(["backend", "list", "--json"], cwd, variables);
    expect(code).toBe(0);
    const manifest = expect.objectContaining({ tensorflow: "2.21.0", source: "pip", cuda: null });
    expect(JSON.parse(stdout)).toEqual([
      { name: "whole", folder: whole, inUse: true, missing: [], manifest },
      expect.objectContaining({ name: "broken", inUse: false, missing: [expect.any(String)], manifest: null }),
    ]);
  });

  test("an XDG_CACHE_HOME counts without OHEM_HOME", async () => {
    const { cwd, home, variables } = machine();
    addBackend(join(home, "ohem"), "cached");
    const { stdout } = await ohem(["backend", "list"], cwd, { ...variables, OHEM_HOME: "", XDG_CACHE_HOME: home });
    expect(stdout).toContain("cached");
  });
});

describe("ohem backend remove", () => {
  test("the only one needs no name, and leaves nothing", async () => {
    const { cwd, home, variables } = machine();
    addBackend(home, "only");
    const { stdout, code } = await ohem(["backend", "remove"], cwd, variables);
    expect({ stdout, code }).toEqual({ stdout: "removed only\n", code: 0 });
    expect(listing(home)).toEqual(["tensorflow"]);
  });

  test("a broken one can be removed", async () => {
    const { cwd, home, variables } = machine();
    mkdirSync(join(home, "tensorflow", "broken"), { recursive: true });
    addBackend(home, "whole");
    expect((await ohem(["backend", "remove", "broken"], cwd, variables)).code).toBe(0);
    expect(existsSync(join(home, "tensorflow", "whole", "backend.json"))).toBe(true);
  });

  test("refuses an unclear choice", async () => {
    const { cwd, home, variables } = machine();
    expectRefused(await ohem(["backend", "remove"], cwd, variables), "no TensorFlow backend is installed");
    addBackend(home, "first");
    addBackend(home, "second");
    expectRefused(await ohem(["backend", "remove"], cwd, variables), "which one", "first", "second");
    expectRefused(await ohem(["backend", "remove", "frist"], cwd, variables), "no backend frist", "did you mean first");
    expectRefused(await ohem(["backend", "remove", "../.."], cwd, variables), "no backend ../..");
    expect(listing(join(home, "tensorflow")).filter((path) => !path.includes("/"))).toEqual(["first", "second"]);
  });
});
