import { backward } from "./backward";
import { evaluate, forward } from "./forward";
import * as at from "./memory";
import { update } from "./update";

/**
 * The jobs of threads.ts. A training step is three of them: forward draws packs of four images; when the caller has made weights of the losses, backward
 * draws chunks of the selected examples, and update draws ranges of parameters. kernels.ts in the folder above has the same numbers.
 */
const forwardJob = 1;
const evaluateTrainJob = 2;
const evaluateTestJob = 3;
const backwardJob = 4;
const updateJob = 5;

export function perform(job: i32, task: i32, thread: i32, first: i32, count: i32): void {
  if (job === forwardJob) forward(task, thread);
  else if (job === evaluateTrainJob) evaluate(at.trainImages, at.trainLabels, task, thread, first, count);
  else if (job === evaluateTestJob) evaluate(at.testImages, at.testLabels, task, thread, first, count);
  else if (job === backwardJob) backward(task, thread, count);
  else if (job === updateJob) update(task, thread, count);
}
