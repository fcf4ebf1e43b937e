import type { ComparisonPlanned } from "../../compare/events.js";
import type { PlanDocument } from "../documents/plan-document.js";

/** One JSON document. */
export function planJson(plan: ComparisonPlanned): string {
  const document: PlanDocument = {
    folder: plan.folder,
    contestants: plan.contestants.map(({ name, controlOf, batchSize, fewestKept = null }) => {
      return { name, controlOf, batchSize, fewestKept };
    }),
    seeds: plan.seeds,
    mostSeeds: plan.mostSeeds ?? null,
    epochs: plan.epochs,
    trials: plan.trials,
    done: plan.done,
    jobs: plan.jobs,
    seconds: plan.seconds,
    shard: plan.shard ?? null,
    furtherLook: plan.furtherLook ?? null,
  };
  return `${JSON.stringify(document)}\n`;
}
