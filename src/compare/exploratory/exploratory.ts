import type { Metric } from "../comparison.js";
import { type Costs, secondsAt } from "../costs.js";
import type { Entry } from "../entries.js";
import type { Rule } from "../statistics/rule.js";
import { type BudgetFigures, budgetBeforeCurve, budgetFigures, whyNoBudget } from "./budget.js";
import { newImagesInterval } from "./new-images.js";
import { type TargetFigures, targetFigures } from "./target.js";

/**
 * Other axes than the one that is judged. Each interval is of one difference alone, without any adjustment but for the
 * looks: it follows the rule of the verdict.
 */
export interface Exploratory {
  /** what a training's work takes; every time here is counted work times these */
  readonly costs: Costs;
  /** in the order of the verdicts, the baseline first */
  readonly contestants: readonly ExploratoryFigures[];
}

/** Figures of one contestant beside the verdict. */
export interface ExploratoryFigures {
  readonly name: string;
  /**
   * of the mean difference from the baseline for other seeds and other test images of the same kind, both at once; null
   * for the baseline, where the metric is not the accuracy, and where so few seeds bound nothing
   */
  readonly newImages: readonly [number, number] | null;
  /** at as many selected examples as the contestant and the baseline both trained on; null: see `noBudget` */
  readonly equalBackward: BudgetFigures | null;
  /** at the time that both took */
  readonly equalTime: BudgetFigures | null;
  /** why a smaller budget of one kind or both is not read off the curves; null: it is */
  readonly noBudget: string | null;
  /** null where no target was asked for */
  readonly target: TargetFigures | null;
}

export interface ExploratoryOptions {
  readonly metric: Metric;
  readonly alpha: number;
  readonly target: number | undefined;
  readonly costs: Costs;
  /** that the verdict was reached by */
  readonly rule: Rule;
}

export function explore(entries: readonly Entry[], options: ExploratoryOptions): Exploratory {
  const [baseline] = entries;
  const { costs, target } = options;
  const figures = entries.map((entry): ExploratoryFigures => {
    const noBudget = whyNoBudget(entry) ?? whyNoBudget(baseline);
    const budget = (amountOf: Parameters<typeof budgetFigures>[2]) =>
      entry === baseline || noBudget !== null ? null : budgetFigures(entry, baseline, amountOf, options);
    const equalBackward = budget(({ backwardExamples }) => backwardExamples);
    const equalTime = budget((point) => secondsAt(point, costs));
    const lacks = equalBackward === null || equalTime === null;
    return {
      name: entry.name,
      newImages: entry === baseline ? null : newImagesInterval(entry, baseline, options),
      equalBackward,
      equalTime,
      noBudget: entry === baseline || !lacks ? null : (noBudget ?? budgetBeforeCurve),
      target: target === undefined ? null : targetFigures(entry, baseline, target, costs),
    };
  });
  return { costs, contestants: figures };
}
