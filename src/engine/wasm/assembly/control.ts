/**
 * The control block: its words, each on its own cache line, in bytes from its start. TypeScript and AssemblyScript both
 * compile this file.
 */
export const cacheLine = 64;
/** Counts jobs. */
export const generation = 0;
/** u64: tasks of the job << 32 | the next one to draw. One atomic addition draws it and shows if there was one. */
export const tickets = 64;
/** Tasks that are done. */
export const finished = 128;
/** Workers that must be woken for a job. */
export const sleepers = 192;
export const callerSleeps = 256;
/** Number of a worker that threw. */
export const failed = 320;
/** Kind, first, count: stable while a task of the job is not done. */
export const job = 384;
/** One word for each thread, see heartbeats.ts. */
export const heartbeats = 448;
