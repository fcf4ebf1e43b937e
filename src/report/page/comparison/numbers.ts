import type { ComparisonWithTrials } from "../../../compare/with-trials.js";
import type { Row } from "../../comparison/rows.js";
import type { MeanCurve } from "./curves.js";
import { oddSeeds } from "./odd-seeds.js";
import { repeatCommand } from "./repeat-command.js";

/** All numbers of the page as plain JSON; a trial is a line of a table, as there may be very many. */
export function numbersOf(shown: ComparisonWithTrials, curves: readonly MeanCurve[], rows: readonly Row[]): object {
  const { plan, comparison, entries, missing } = shown;
  return {
    command: repeatCommand(plan, comparison),
    comparison,
    plan,
    missing,
    oddSeeds: oddSeeds(rows, comparison.seeds),
    curves,
    trials: {
      columns: [
        ...["contestant", "seed", "id", "testAccuracy", "balancedAccuracy", "meanLoss", "testLoss", "steps"],
        ...["forwardExamples", "backwardExamples", "trainSeconds", "divergedAtStep"],
      ],
      rows: entries.flatMap(({ name, trials }) =>
        trials.map(({ settings, id, curve, timings, diverged }) => {
          const { testAccuracy, balancedAccuracy, meanLoss, testLoss, steps, ...work } = curve.at(-1)!;
          const { forwardExamples, backwardExamples } = work;
          const figures = [testAccuracy, balancedAccuracy, meanLoss, testLoss, steps];
          const taken = [forwardExamples, backwardExamples, timings.trainSeconds, diverged?.step ?? null];
          return [name, settings.seed, id, ...figures, ...taken];
        }),
      ),
    },
  };
}
