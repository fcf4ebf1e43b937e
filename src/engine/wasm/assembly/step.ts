import { backward } from "./backward";
import { evaluate, forward } from "./forward";
import * as jobs from "./jobs";
import * as at from "./memory";
import { update } from "./update";

/** Does one task of a job. */
export function perform(job: i32, task: i32, thread: i32, first: i32, count: i32): void {
  if (job === jobs.forward) forward(task, thread);
  else if (job === jobs.evaluateTrain) evaluate(at.trainImages, at.trainLabels, task, thread, first, count);
  else if (job === jobs.evaluateTest) evaluate(at.testImages, at.testLabels, task, thread, first, count);
  else if (job === jobs.backward) backward(task, thread, count);
  else if (job === jobs.update) update(task, thread, count);
}
