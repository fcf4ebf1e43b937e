import { cacheLine, heartbeats } from "./control";
import { control, threads } from "./memory";

/** A word of each thread in the control block counts tasks and images: a waiting thread sees that the others work. */
function wordOf(thread: i32): usize {
  return control + heartbeats + <usize>(thread * cacheLine);
}

export function beat(thread: i32): void {
  const word = wordOf(thread);
  atomic.store<i32>(word, load<i32>(word) + 1);
}

/** Of the workers; while the sum stays the same, none of them works. */
export function allHeartbeats(): i32 {
  let sum = 0;
  for (let thread = 1; thread < threads; thread++) sum += atomic.load<i32>(wordOf(thread));
  return sum;
}
