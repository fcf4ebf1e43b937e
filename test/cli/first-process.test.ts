import { type ChildProcess, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { start } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

/** Makes its command the first process of a namespace, as a container does; that takes root on Linux. */
const unshare = ["unshare", "--pid", "--fork", "--mount-proc"] as const;
const canUnshare = process.platform === "linux" && spawnSync(unshare[0], [...unshare.slice(1), "true"]).status === 0;

/** Signals the process itself as soon as that has a handler: long before any command is loaded. */
const signalAtOnce = (signal: string) => {
  const name = JSON.stringify(signal);
  const look = `if (process.listenerCount(${name}) > 0) { clearInterval(timer); process.kill(process.pid, ${name}); }`;
  return `data:text/javascript,const timer = setInterval(() => { ${look} }, 1).unref();`;
};

test.skipIf(!canUnshare).each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)("%s in a container before a command is loaded ends it with %i", async (signal, exitCode) => {
  const cwd = emptyFolder();
  const node = [...unshare, process.execPath, "--import", signalAtOnce(signal)] as const;
  const { code, stdout, stderr } = await start(["losses"], cwd, {}, node).ended;
  expect({ code, stdout, stderr }).toEqual({ code: exitCode, stdout: "", stderr: "" });
});

test.skipIf(!canUnshare)("SIGTERM in a container stops a run with its checkpoint", async () => {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  const endless = ["train", "--data", "small", "--epochs", "1000000", "--out", "run", "--log-interval", "1"];
  const { child, ended, until } = start(endless, cwd, {}, [...unshare, process.execPath]);
  await until("stdout", "Train Epoch: 1 ");
  process.kill(onlyChildOf(child), "SIGTERM");
  const { code, stderr } = await ended;
  expect(code).toBe(143);
  expect(stderr).toMatch(/^Stopped after [\d,]+ steps?\.$/m);
  expect(listing(cwd)).toContain("run/model.safetensors");
});

function onlyChildOf({ pid }: ChildProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8"));
}
