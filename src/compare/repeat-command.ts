import type { Comparison } from "./comparison.js";
import { defaultMargin } from "./judging-options.js";
import { formatMargin } from "./margin.js";
import type { Plan } from "./plan.js";
import { planCommand } from "./plan-command.js";

type Judged = Pick<Comparison, "baseline" | "metric" | "margin" | "seeds" | "looks" | "missingTrials" | "exploratory">;

/**
 * The command that trains and judges the same again, one for each look; see `planCommand`.
 * @param plan whose seeds are those of one call, or of all
 */
export function repeatCommand(plan: Plan, judged: Judged): string {
  const { metric, margin, seeds, looks, missingTrials, exploratory } = judged;
  const target = exploratory.contestants[0].target?.accuracy;
  const judging = [
    ...(metric === "accuracy" ? [] : [`--metric ${metric}`]),
    ...(margin === defaultMargin ? [] : [`--margin ${formatMargin(margin)}`]),
    ...(target === undefined ? [] : [`--target ${target}`]),
  ];
  const own = { ...plan, contestants: baselineFirst(plan, judged) };
  const train = (seeds: readonly number[], ...open: string[]) =>
    [`ohem ${planCommand({ ...own, seeds: [...seeds] })}`, ...open, ...judging].join(" ");
  if (missingTrials > 0) return train(plan.seeds);
  if (looks[0].rule === "sequential") {
    return train(seeds.slice(0, looks[0].seeds), "--until-decided", `--max-seeds ${seeds.length}`);
  }
  const added = looks.map((look, i) => {
    // A command trains two seeds or more; those that are done are not trained again.
    const from = Math.min(looks[i - 1]?.seeds ?? 0, look.seeds - 2);
    return seeds.slice(from, look.seeds);
  });
  return added.map((some) => train(some)).join(" && ");
}

/** As a command names them: its first is the baseline. */
function baselineFirst({ contestants }: Plan, { baseline }: Judged): Plan["contestants"] {
  const isBaseline = ({ name }: Plan["contestants"][number]) => name === baseline;
  return [...contestants.filter(isBaseline), ...contestants.filter((contestant) => !isBaseline(contestant))];
}
