import { callerSleeps, failed, finished, generation, job, sleepers, tickets } from "./control";
import { allHeartbeats, beat } from "./heartbeats";
import { control, spins } from "./memory";
import { sleep, wake } from "./sleep";
import { perform } from "./step";

/**
 * One thread calls `run`, the others are in `serve`. A job is a number of tasks that the threads draw from a common
 * counter, and it is done when its tasks are done: nothing waits for a worker that is late or asleep, the others have
 * drawn its share. Which thread does a task never shows in the results. A waiting thread spins for a while, then
 * sleeps.
 */

/**
 * A caller that hears no heartbeat for so many slices gives up: 1.5 seconds. A process that was suspended loses one
 * slice, not the count.
 */
const sliceMilliseconds = 50;
const patience = 30;

/** An idle worker wakes up now and then, though no case is known that needs it. */
const idleMilliseconds = 10_000;

const stalled = -1;

/** Runs a job on all threads. @returns 0, the number of a worker that threw, or -1 when a worker has stalled */
export function run(kind: i32, tasks: i32, first: i32, count: i32): i32 {
  if (atomic.load<i32>(control + failed) !== 0) return atomic.load<i32>(control + failed);
  store<i32>(control + job, kind);
  store<i32>(control + job, first, 4);
  store<i32>(control + job, count, 8);
  atomic.store<i32>(control + finished, 0);
  atomic.store<u64>(control + tickets, (<u64>tasks) << 32);
  atomic.add<i32>(control + generation, 1);
  if (atomic.load<i32>(control + sleepers) > 0) wake(control + generation);
  draw(0);
  return join(tasks);
}

/** The life of a worker; never returns. */
export function serve(thread: i32): void {
  let seen = 0;
  for (;;) {
    seen = nextGeneration(seen);
    draw(thread);
    if (atomic.load<i32>(control + callerSleeps) !== 0) wake(control + finished);
  }
}

/** Reports that a worker threw. */
export function fail(thread: i32): void {
  atomic.store<i32>(control + failed, thread);
  wake(control + finished);
}

function nextGeneration(seen: i32): i32 {
  for (let i = 0; i < spins; i++) {
    const now = atomic.load<i32>(control + generation);
    if (now !== seen) return now;
  }
  atomic.add<i32>(control + sleepers, 1);
  while (atomic.load<i32>(control + generation) === seen) sleep(control + generation, seen, idleMilliseconds);
  atomic.sub<i32>(control + sleepers, 1);
  return atomic.load<i32>(control + generation);
}

function draw(thread: i32): void {
  let done = 0;
  for (;;) {
    const ticket = atomic.add<u64>(control + tickets, 1);
    const task = <u32>ticket;
    if (task >= <u32>(ticket >> 32)) break;
    perform(load<i32>(control + job), task, thread, load<i32>(control + job, 4), load<i32>(control + job, 8));
    beat(thread);
    done++;
  }
  if (done > 0) atomic.add<i32>(control + finished, done);
}

/** Waits for the tasks that others have drawn. */
function join(tasks: i32): i32 {
  for (let i = 0; i <= spins; i++) if (atomic.load<i32>(control + finished) === tasks) return 0;
  atomic.store<i32>(control + callerSleeps, 1);
  let result = 0;
  let slices = 0;
  let heard = allHeartbeats();
  for (;;) {
    const done = atomic.load<i32>(control + finished);
    if (done === tasks) break;
    result = atomic.load<i32>(control + failed);
    if (result !== 0) break;
    if (sleep(control + finished, done, sliceMilliseconds)) continue;
    const now = allHeartbeats();
    slices = now === heard ? slices + 1 : 0;
    heard = now;
    if (slices === patience) {
      result = stalled;
      break;
    }
  }
  atomic.store<i32>(control + callerSleeps, 0);
  return result;
}
