import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { emptyFolder } from "../support/folder.js";
import { expectRefused, start } from "../support/run-ohem.js";

/** Runs the command in this Node, which claims to be another. */
function claiming(version: string) {
  const preload = `Object.defineProperty(process, "version", { value: ${JSON.stringify(version)} })`;
  const node = [process.execPath, `--import=data:text/javascript,${encodeURIComponent(preload)}`] as const;
  return start(["--version"], emptyFolder(), {}, [...node]).ended;
}

test.each([
  ["v14.21.3", "14.21"],
  ["v18.20.8", "18.20"],
  ["v20.18.3", "20.18"],
])("Node %s is refused with what is needed", async (version, shown) => {
  const { engines } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(engines.node).toMatch(/\.0$/);
  expectRefused(
    await claiming(version),
    `ohem: needs Node ${engines.node.slice(0, -2).replace(">=", ">= ")}, this is ${shown};`,
  );
});

test.each(["v20.19.0", "v22.0.0", "v24.1.0", "v100.0.0"])("Node %s is accepted", async (version) => {
  expect(await claiming(version)).toMatchObject({ code: 0, stderr: "" });
});
