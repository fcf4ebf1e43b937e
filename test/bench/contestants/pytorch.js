import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { loadData } from "ohem";
import { startPython } from "../python.js";
import { allThreads } from "../threads.js";

/** @import { Contestant } from "../race.js" */
/** @import { Context } from "../sections.js" */
/** @import { Recipe, WholeRun } from "../whole-runs.js" */

const script = fileURLToPath(new URL("../peers/pytorch.py", import.meta.url));
const install = "python3 -m venv peers && peers/bin/pip install torch && npm run bench -- --python peers/bin/python";

/**
 * @param {Context} context
 * @param {"ce" | "ohem"} loss
 * @param {"full" | "rerun"} step how it mines (see the script)
 * @param {number} threads
 * @returns {Promise<Contestant>}
 */
export async function openPytorch({ python, data }, loss, step, threads) {
  const { folder } = await loadData(data);
  const args = [script, "--data", folder, "--loss", loss, "--step", step, "--threads", String(threads)];
  const { ready, ask, close } = await startPython(python, args, install);
  return {
    name: step === "rerun" ? "PyTorch, selected again" : "PyTorch",
    loss,
    version: `${ready.torch}, ${ready.variant}`,
    steps: ready.steps,
    epoch: async () => (await ask("epoch")).seconds,
    testAccuracy: async () => (await ask("evaluate")).testAccuracy,
    close,
  };
}

/**
 * A recipe in a process of its own, mined in the way that is faster here: the selected examples are run again.
 * @param {Context} context
 * @param {Recipe} recipe
 * @param {number} seed
 * @returns {Promise<WholeRun>}
 */
export async function runPytorch({ python, data }, { ratio, epochs, lr = 1e-3, lrSchedule = "constant" }, seed) {
  const { folder } = await loadData(data);
  const flags = {
    ...{ "--data": folder, "--loss": "ohem", "--step": "rerun", "--ratio": ratio, "--epochs": epochs, "--lr": lr },
    ...{ "--lr-schedule": lrSchedule, "--seed": seed, "--threads": allThreads },
  };
  const started = performance.now();
  const { stdout } = await promisify(execFile)(python, [script, ...Object.entries(flags).flat().map(String)]);
  const seconds = (performance.now() - started) / 1000;
  const last = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  return { seconds, secondsAfterImports: last.seconds, testAccuracy: last.testAccuracy };
}
