import type { TrainEvent } from "../train/events.js";

type Hooks = {
  [Type in TrainEvent["type"]]?: (event: Extract<TrainEvent, { readonly type: Type }>) => void;
};

/** A consumer of a run's events: one optional hook per type of event. It sees nothing of the run but these. */
export interface Reporter extends Hooks {
  /** Leaves the terminal as it was found, at whatever point the run ended. Calling it twice is harmless. */
  close?(): void;
}

export function deliver(event: TrainEvent, reporters: readonly Reporter[]): void {
  for (const reporter of reporters) (reporter[event.type] as ((event: TrainEvent) => void) | undefined)?.(event);
}

export function closeAll(reporters: readonly Reporter[]): void {
  for (const reporter of reporters) reporter.close?.();
}
