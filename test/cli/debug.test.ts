import { expect, test } from "vitest";
import { emptyFolder } from "../support/folder.js";
import { start } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

/** Loaded before the command: no folder can be made, for a reason that no code expects. */
const bug = `data:text/javascript,
  import fs from "node:fs/promises";
  import { syncBuiltinESMExports } from "node:module";
  fs.mkdir = () => { throw new TypeError("a bug"); };
  syncBuiltinESMExports();`;

test("an unexpected failure is one line; with OHEM_DEBUG=1 its trace has lines of the TypeScript sources", async () => {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  const train = (variables: NodeJS.ProcessEnv) =>
    start(["train", "--data", "small", "--quiet"], cwd, variables, [process.execPath, "--import", bug]).ended;
  const line = "ohem: unexpected failure: a bug (OHEM_DEBUG=1 shows where; please report it)\n";
  expect(await train({})).toMatchObject({ code: 1, stdout: "", stderr: line });
  const { code, stdout, stderr } = await train({ OHEM_DEBUG: "1" });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^TypeError: a bug\n.*\n +at .*[\\/]src[\\/]files[\\/]\w.*\.ts:\d+:\d+\)\n/);
  expect(stderr.endsWith(line)).toBe(true);
});
