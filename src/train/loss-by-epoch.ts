import { countedFrom, type Ledger } from "./ledger.js";
import { keptEpochs, lossOfCode } from "./loss-history.js";
import type { LoopState } from "./state.js";

/** An example's loss in an epoch. */
export interface EpochLoss {
  /** from 0 */
  readonly epoch: number;
  /** nats; within 3.2%, but exact where the example was last in a batch */
  readonly loss: number;
}

/**
 * What a run knows of the losses of single examples: those of the epochs that are kept (see `LossHistory`), and the
 * last one, also of an epoch under way.
 * @param loop of the run whose ledger it is
 * @returns a function from an example to its losses, by ascending epoch
 */
export function lossesByEpoch(
  ledger: Ledger,
  loop: Pick<LoopState, "epoch" | "batch">,
): (example: number) => EpochLoss[] {
  const { lossHistory, lastLoss } = ledger;
  const epochs = keptEpochs(loop);
  const lastEpoch = lastEpochs(ledger, loop);
  return (example) => {
    const last = lastEpoch(example);
    const before = epochs.flatMap((epoch, row) => {
      const code = lossHistory[row][example];
      return code === 0 || epoch === last ? [] : { epoch, loss: lossOfCode(code) };
    });
    return last === undefined ? before : [...before, { epoch: last, loss: lastLoss[example] }];
  };
}

/** From an example to the epoch in which it was last in a batch; undefined: in none, or it was not counted. */
function lastEpochs(
  ledger: Ledger,
  { epoch, batch }: Pick<LoopState, "epoch" | "batch">,
): (example: number) => number | undefined {
  const { lastLoss, presentations } = ledger;
  const from = countedFrom(ledger, { epoch, batch });
  return (example) => {
    if (lastLoss[example] < 0) return undefined;
    if (batch === 0 || epoch === 0) return Math.max(0, epoch - 1);
    if (from > epoch) return undefined;
    return presentations[example] > epoch - from ? epoch : epoch - 1;
  };
}
