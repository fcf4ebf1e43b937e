import type { EpochDone } from "../train/events.js";
import { changesRate } from "../train/learning-rate.js";
import { formatAccuracy, formatLoss, formatPercent, formatSeconds } from "./numbers.js";
import type { Reporter } from "./reporter.js";
import { type Column, createTable, type Table } from "./table.js";
import { lineWidth, type Output } from "./terminal.js";

interface Row extends EpochDone {
  readonly testAccuracy: number | undefined;
}

/** Absent where it is always the same. */
const rateColumn: Column<Row> = {
  header: "lr",
  cell: ({ lr = 0 }) => lr.toExponential(2),
  width: "1.23e-4".length,
  dropped: 3,
};

const columns: readonly Column<Row>[] = [
  { header: "epoch", cell: ({ epoch }) => String(epoch) },
  { header: "train accuracy", cell: ({ trainAccuracy }) => formatAccuracy(trainAccuracy) },
  { header: "mean loss", cell: ({ meanLoss }) => formatLoss(meanLoss), dropped: 2 },
  { header: "objective", cell: ({ objective }) => formatLoss(objective), dropped: 1 },
  { header: "kept", cell: ({ keptFraction }) => formatPercent(keptFraction, 1), width: "100.0%".length, dropped: 4 },
  { header: "seconds", cell: ({ trainSeconds }) => formatSeconds(trainSeconds), dropped: 5 },
  {
    header: "test accuracy",
    cell: ({ testAccuracy }) => (testAccuracy === undefined ? "" : formatAccuracy(testAccuracy)),
  },
];

/**
 * A row per epoch. A row is held back until the next event, which is the epoch's evaluation where there is one. So this
 * reporter comes before the bar: it writes nothing at the end of an epoch, where the bar is cleared, and has written
 * its row when the next epoch's bar begins.
 */
export function epochTable(stderr: Output): Reporter {
  let table: Table<Row> | undefined;
  let shown = columns;
  let held: EpochDone | undefined;
  const show = (testAccuracy?: number) => {
    if (held === undefined) return;
    if (table === undefined) {
      table = createTable(shown, lineWidth(stderr));
      stderr.write(`\n${table.header}\n`);
    }
    stderr.write(`${table.row({ ...held, testAccuracy })}\n`);
    held = undefined;
  };
  return {
    run: ({ lrSchedule }) => {
      if (changesRate(lrSchedule)) shown = columns.toSpliced(-1, 0, rateColumn);
    },
    epoch: (event) => {
      held = event;
    },
    evaluation: ({ testAccuracy }) => show(testAccuracy),
    step: () => show(),
    checkpoint: () => show(),
    finished: () => show(),
    close: () => show(),
  };
}
