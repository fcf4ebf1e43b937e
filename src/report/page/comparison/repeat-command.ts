import type { Comparison } from "../../../compare/comparison.js";
import type { Plan } from "../../../compare/plan.js";
import { planCommand } from "../../../compare/plan-command.js";
import { formatMargin } from "../../comparison/points.js";

/** The command that trains and judges the same again; see `planCommand`. */
export function repeatCommand(plan: Plan, { metric, margin, exploratory }: Comparison): string {
  const target = exploratory.contestants[0].target?.accuracy;
  return [
    `ohem ${planCommand(plan)}`,
    ...(metric === "accuracy" ? [] : [`--metric ${metric}`]),
    ...(margin === 0.001 ? [] : [`--margin ${formatMargin(margin)}`]),
    ...(target === undefined ? [] : [`--target ${target}`]),
  ].join(" ");
}
