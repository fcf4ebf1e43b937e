import { control, threads } from "./memory";

/** A word a thread in the control block, each on its own cache line, counts tasks and images: whoever waits sees that the others go on. */
const heartbeats: usize = 448;

export function beat(thread: i32): void {
  const word = control + heartbeats + ((<usize>thread) << 6);
  atomic.store<i32>(word, load<i32>(word) + 1);
}

/** Of the workers; a sum that stays is silence. */
export function allHeartbeats(): i32 {
  let sum = 0;
  for (let thread = 1; thread < threads; thread++)
    sum += atomic.load<i32>(control + heartbeats + ((<usize>thread) << 6));
  return sum;
}
