import { control, spins, threads } from "./memory";
import { sleep, wake } from "./sleep";
import { perform } from "./step";

/**
 * One thread calls `run`, the others are in `serve`. A job is a number of tasks that the threads draw from a common counter; which thread gets which task
 * never shows in the results. Whoever waits spins for a while, then sleeps.
 *
 * The words of the control block, each on its own cache line:
 */
const generation: usize = 0; // counts jobs; a change starts one
const next: usize = 64; // the next task to draw
const finished: usize = 128; // workers that have nothing left to draw
const sleepers: usize = 192; // workers that must be notified of a new generation
const callerSleeps: usize = 256;
const failed: usize = 320; // number of a worker that threw
const job: usize = 384; // kind, tasks, and the job's own arguments
const heartbeats: usize = 448; // a word a thread, counts tasks and images

/** A caller that sees no heartbeat for so many slices gives up: 1.5 seconds. A process that was suspended loses one slice, not the count. */
const sliceMilliseconds = 50;
const patience = 30;

/** A worker without work looks up now and then, though nothing is known to need it. */
const idleMilliseconds = 10_000;

const stalled = -1;

/** Runs a job on all threads. @returns 0, the number of a worker that threw, or -1 when a worker does not go on */
export function run(kind: i32, tasks: i32, first: i32, count: i32): i32 {
  if (atomic.load<i32>(control + failed) !== 0) return atomic.load<i32>(control + failed);
  store<i32>(control + job, kind);
  store<i32>(control + job, tasks, 4);
  store<i32>(control + job, first, 8);
  store<i32>(control + job, count, 12);
  atomic.store<i32>(control + next, 0);
  atomic.store<i32>(control + finished, 0);
  atomic.add<i32>(control + generation, 1);
  if (atomic.load<i32>(control + sleepers) > 0) wake(control + generation);
  draw(0);
  return join();
}

/** The life of a worker; returns never. */
export function serve(thread: i32): void {
  let seen = 0;
  for (;;) {
    seen = nextGeneration(seen);
    draw(thread);
    atomic.add<i32>(control + finished, 1);
    if (atomic.load<i32>(control + callerSleeps) !== 0) wake(control + finished);
  }
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

/** A worker that threw says so. */
export function fail(thread: i32): void {
  atomic.store<i32>(control + failed, thread);
  wake(control + finished);
}

export function beat(thread: i32): void {
  const word = control + heartbeats + ((<usize>thread) << 6);
  atomic.store<i32>(word, load<i32>(word) + 1);
}

function draw(thread: i32): void {
  const kind = load<i32>(control + job);
  const tasks = load<i32>(control + job, 4);
  const first = load<i32>(control + job, 8);
  const count = load<i32>(control + job, 12);
  for (;;) {
    const task = atomic.add<i32>(control + next, 1);
    if (task >= tasks) return;
    perform(kind, task, thread, first, count);
    beat(thread);
  }
}

function join(): i32 {
  const workers = threads - 1;
  for (let i = 0; i < spins; i++) if (atomic.load<i32>(control + finished) === workers) return 0;
  let slices = 0;
  let heard = allHeartbeats();
  atomic.store<i32>(control + callerSleeps, 1);
  let result = 0;
  for (;;) {
    const done = atomic.load<i32>(control + finished);
    if (done === workers) break;
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

function allHeartbeats(): i32 {
  let sum = 0;
  for (let thread = 1; thread < threads; thread++)
    sum += atomic.load<i32>(control + heartbeats + ((<usize>thread) << 6));
  return sum;
}
