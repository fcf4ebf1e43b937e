import type { TrainEvent } from "../train/events.js";

/** A consumer of a run's events. It sees nothing of the run but these. */
export interface Reporter {
  handle(event: TrainEvent): void;
  /** Leaves the terminal as it was found, at whatever point the run ended. Calling it twice is harmless. */
  close(): void;
}

/** A stream as `process.stdout` and `process.stderr` are. Writing to one whose reader has gone never throws: the stream emits its error. */
export interface Output extends NodeJS.WritableStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly fd?: number | undefined;
}
