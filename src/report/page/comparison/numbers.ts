import { repeatCommand } from "../../../compare/repeat-command.js";
import type { ComparisonWithTrials } from "../../../compare/with-trials.js";
import type { Row } from "../../comparison/rows.js";
import type { MeanCurve } from "./curves.js";
import { oddSeeds } from "./odd-seeds.js";

/** Rows of plain values: there may be a thousand, and their keys would take most of the page. */
interface Columns {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** All numbers of the page as plain JSON; contestants are numbered as in the verdict. */
export function numbersOf(shown: ComparisonWithTrials, curves: readonly MeanCurve[], rows: readonly Row[]): object {
  const { plan, comparison, missing } = shown;
  return {
    command: repeatCommand(plan, comparison),
    comparison,
    plan,
    missing,
    oddSeeds: oddSeeds(rows, comparison.seeds),
    curves: curveRows(curves),
    trials: trialRows(shown),
  };
}

function curveRows(curves: readonly MeanCurve[]): Columns {
  return {
    columns: [
      ...["contestant", "epoch", "backwardExamples", "seconds", "mean", "lowest", "highest"],
      ...["difference", "intervalFrom", "intervalTo"],
    ],
    rows: curves.flatMap(({ points }, contestant) =>
      points.map((point) => {
        const { epoch, backwardExamples, seconds, mean, lowest, highest, difference, interval } = point;
        return [contestant, epoch, backwardExamples, seconds, mean, lowest, highest, difference, ...interval];
      }),
    ),
  };
}

function trialRows({ entries }: ComparisonWithTrials): Columns {
  return {
    columns: [
      ...["contestant", "seed", "id", "testAccuracy", "balancedAccuracy", "meanLoss", "testLoss", "steps"],
      ...["forwardExamples", "backwardExamples", "trainSeconds", "divergedAtStep"],
    ],
    rows: entries.flatMap(({ trials }, contestant) =>
      trials.map(({ settings, id, curve, timings, diverged }) => {
        const { testAccuracy, balancedAccuracy, meanLoss, testLoss, steps, ...work } = curve.at(-1)!;
        const { forwardExamples, backwardExamples } = work;
        const figures = [testAccuracy, balancedAccuracy, meanLoss, testLoss, steps];
        const taken = [forwardExamples, backwardExamples, timings.trainSeconds, diverged?.step ?? null];
        return [contestant, settings.seed, id, ...figures, ...taken];
      }),
    ),
  };
}
