/**
 * Sleeping and waking come from the host (Atomics.wait and Atomics.notify): the baseline compiler of Node 20 loses
 * local variables across memory.atomic.wait32. They are called only when a thread has given up spinning.
 */
export declare function sleep(word: usize, expected: i32, milliseconds: i32): bool;
export declare function wake(word: usize): void;
