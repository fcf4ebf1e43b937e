import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { loadData } from "ohem";
import { currentBackend } from "../../dist/engine/tensorflow/installed/installed.js";
import { runOhem } from "./command.js";
import { inOneLine, program } from "./program.js";
import { inTemporaryFolder } from "./temporary-folder.js";

/**
 * `npm run prove:gpu`: everything that must hold on a machine with a GPU, in one command. Installs a backend with CUDA
 * if there is none, runs a convolution and the conformance suite on the GPU, and prints the accuracy and ms a step next
 * to PyTorch's on the same GPU. --rehearse does the same on any device that TensorFlow has.
 */
const { rehearse, python, seeds, epochs } = program(
  "npm run prove:gpu --",
  "proves this machine's GPU, and prints ms a step next to PyTorch's",
)
  .option("--rehearse", "use any device that TensorFlow has, and install nothing")
  .option("--python <python>", "the Python with PyTorch", "python3")
  .option("--seeds <count>", "number of trainings", Number, 5)
  .option("--epochs <count>", "epochs in each training", Number, 10)
  .parse()
  .opts();
const engine = rehearse ? "tensorflow" : "gpu";

if (!rehearse) {
  if (!currentBackend()?.manifest.cuda) must(process.execPath, "bin/ohem.js", "backend", "install", "--cuda");
  must(process.execPath, "bin/ohem.js", "doctor", "--require-gpu");
}
process.env.OHEM_TEST_DEVICE = rehearse ? "any" : "gpu";
must("npm", "run", "--silent", "test:tensorflow", "--", "--reporter=dot");

await inOneLine(() =>
  inTemporaryFolder(async (cwd) => {
    const runs = [];
    for (let seed = 0; seed < seeds; seed++) {
      const flags = ["--engine", engine, "--ratio", "3", "--seed", String(seed), "--epochs", String(epochs), "--json"];
      const { stdout } = await runOhem(["train", ...flags, "--out", `seed${seed}`], { cwd });
      const run = JSON.parse(stdout);
      if (seed === 0) console.log(`\n${run.engine.description}`);
      console.log(
        `seed ${seed}: test accuracy ${run.testAccuracy}, ${milliseconds(run.trainSeconds, run.steps)} ms a step`,
      );
      runs.push(run);
    }
    const mean = runs.reduce((sum, { testAccuracy }) => sum + testAccuracy, 0) / runs.length;
    console.log(`mean test accuracy ${mean.toFixed(4)}`);
  }),
);
await comparePytorch();

/** Times both ways of mining (see the script) in the second epoch; the first one warms up. */
async function comparePytorch() {
  const { folder, train } = await loadData("mnist");
  const script = fileURLToPath(new URL("peers/pytorch.py", import.meta.url));
  for (const step of ["full", "rerun"]) {
    const args = [script, "--data", folder, "--device", rehearse ? "cpu" : "cuda", "--step", step, "--epochs", "2"];
    const { status, stdout, stderr, error } = spawnSync(python, args, { encoding: "utf8" });
    if (status !== 0) {
      console.log(`PyTorch: not measured: ${error?.message ?? stderr.trim().split("\n").at(-1)}`);
      return;
    }
    const { seconds } = JSON.parse(stdout.split("\n")[1]);
    console.log(`PyTorch, ${step}: ${milliseconds(seconds, Math.ceil(train.count / 64))} ms a step`);
  }
}

/**
 * @param {number} seconds
 * @param {number} steps
 */
function milliseconds(seconds, steps) {
  return ((1000 * seconds) / steps).toFixed(3);
}

/**
 * Runs a program, and exits if it fails.
 * @param {string} command
 * @param {...string} args
 */
function must(command, ...args) {
  console.log(`$ ${command} ${args.join(" ")}`);
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
