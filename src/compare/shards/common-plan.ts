import { join } from "node:path";
import { InputError } from "../../errors/errors.js";
import { canonicalJson } from "../canonical-json.js";
import { readPlan } from "../comparison-folder.js";
import { planName } from "../names.js";
import { differenceOf, type Plan } from "../plan.js";

/** The plan that lies in every shard's folder. @throws InputError for two that differ, with the key */
export async function commonPlan(folders: readonly string[]): Promise<Plan> {
  const plans = await Promise.all(folders.map(planIn));
  const [first] = plans;
  for (const [i, plan] of plans.entries()) {
    const key =
      differenceOf(first, plan) ?? (canonicalJson(first.seeds) === canonicalJson(plan.seeds) ? null : "seeds");
    if (key === null) continue;
    const both = `${join(folders[i], planName)} and ${join(folders[0], planName)}`;
    const values = [plan, first].map((one) => valueIn(one, key)).join(" and ");
    throw new InputError(`${both} plan different comparisons: ${key} is ${values}; merge only shards of one`);
  }
  return first;
}

async function planIn(folder: string): Promise<Plan> {
  const plan = await readPlan(folder);
  if (plan !== undefined) return plan;
  throw new InputError(`${folder}: not the folder of a comparison's shard (it has no ${planName})`);
}

/** @param key as `differenceOf` returns it: of the plan, or a setting in which a contestant differs */
function valueIn(plan: Plan, key: string): string {
  if (key === "contestants") return plan.contestants.map(({ name }) => name).join(", ");
  if (key === "data") return plan.data.sha256;
  if (key in plan) return String(plan[key as keyof Plan]);
  return plan.contestants.map(({ settings }) => settings[key as keyof typeof settings] ?? "none").join(", ");
}
