import { fileURLToPath } from "node:url";
import { loadData } from "ohem";
import { startPython } from "../python.js";

/** @import { Contestant } from "../race.js" */
/** @import { Context } from "../sections.js" */

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
