import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ohemCommand } from "../../src/files/ohem-command.js";
import { quoted } from "../../src/files/quoted.js";
import { emptyFolder, workingFolder } from "../support/folder.js";

const program = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));
const checkout = dirname(dirname(program));

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("the command, as it can be typed", () => {
  test("far from the program: node and its path", () => {
    workingFolder();
    expect(ohemCommand()).toBe(`node ${quoted(program)}`);
  });

  test.each([".", "test", "test/files"])("in the checkout (%s): npx", (folder) => {
    workingFolder();
    process.chdir(join(checkout, folder));
    expect(ohemCommand()).toBe("npx ohem");
  });

  test("in another user's checkout, where npx fails: node and the shorter path", () => {
    workingFolder();
    vi.spyOn(process, "getuid").mockReturnValue(12_345);
    process.chdir(join(checkout, "test"));
    expect(ohemCommand()).toBe(`node ${join("..", "bin", "ohem.js")}`);
  });

  test("in a project that has it in node_modules: npx, unless it is another copy", () => {
    const folder = workingFolder();
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(checkout, join(folder, "node_modules", "ohem"), "junction");
    mkdirSync(join(folder, "below"));
    process.chdir("below");
    expect(ohemCommand()).toBe("npx ohem");
    mkdirSync(join(folder, "below/node_modules/ohem/bin"), { recursive: true });
    writeFileSync(join(folder, "below/node_modules/ohem/bin/ohem.js"), "");
    expect(ohemCommand()).toBe(`node ${quoted(program)}`);
  });

  describe.skipIf(process.platform === "win32")("on the PATH", () => {
    function onPath(folder: string, target: string): void {
      mkdirSync(folder, { recursive: true });
      symlinkSync(target, join(folder, "ohem"));
      vi.stubEnv("PATH", [folder, process.env.PATH].join(delimiter));
    }

    test("this program: its name, in the checkout too", () => {
      workingFolder();
      onPath(emptyFolder(), program);
      expect(ohemCommand()).toBe("ohem");
      process.chdir(checkout);
      expect(ohemCommand()).toBe("ohem");
    });

    test("first another program of that name", () => {
      workingFolder();
      onPath(emptyFolder(), program);
      onPath(emptyFolder(), process.execPath);
      expect(ohemCommand()).toBe(`node ${quoted(program)}`);
    });

    test("only because npx put it there", () => {
      workingFolder();
      onPath(join(emptyFolder(), "node_modules", ".bin"), program);
      expect(ohemCommand()).toBe(`node ${quoted(program)}`);
    });
  });
});
