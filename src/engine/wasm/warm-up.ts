import { setImmediate } from "node:timers/promises";
import * as jobs from "./assembly/jobs.js";
import { chunks } from "./assembly/shapes.js";
import { compileKernels, instantiate } from "./kernels.js";
import { allocateMemory, planMemory } from "./layout.js";

const steps = 8;
const sizes = { train: 1, test: 0, classes: 2, batchSize: 64, threads: 1 };
let warm: Promise<void> | undefined;

/**
 * V8 optimises a kernel, for all instances and threads, once it has run for a while. A few steps in a memory of their
 * own make it do so here, once per process and while data is read: the first steps of an epoch would take up to ten
 * times as long as the others.
 */
export function warmUpKernels(): Promise<void> {
  warm ??= runSomeSteps();
  return warm;
}

/** A batch of zeros: always the same image, without a learning rate. */
async function runSomeSteps(): Promise<void> {
  const module = await compileKernels();
  const { classes, batchSize } = sizes;
  const layout = planMemory(sizes, false);
  const memory = allocateMemory(layout, sizes);
  const { run } = instantiate(module, memory, layout.globals);
  new Uint32Array(memory.buffer, layout.globals.selected, batchSize).set(
    Array.from({ length: batchSize }, (_, i) => i),
  );
  new Float32Array(memory.buffer, layout.globals.weights, batchSize).fill(1);
  for (let step = 0; step < steps; step++) {
    run(jobs.forward, batchSize / 4, 0, 0);
    run(jobs.backward, chunks, 0, batchSize);
    run(jobs.update, jobs.firstClassTask + classes, 0, batchSize);
    // Whoever reads data in the meantime waits for one step at most.
    await setImmediate();
  }
}
