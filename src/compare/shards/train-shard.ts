import type { CompareEvent } from "../events.js";
import type { CompareOptions } from "../options.js";
import { jobsOf } from "../options.js";
import { configOf } from "../plan.js";
import { plannedEvent, prepareComparison } from "../prepare.js";
import { readTrials } from "../read-trials.js";
import { trainTrials } from "../train-trials.js";
import { writeRecord } from "./record.js";
import { type Shard, trialsOf } from "./shard.js";
import { openSharedFolder } from "./shared-folder.js";

/**
 * Trains one part of a comparison, in a folder of its own or one that all shards share. It reads and writes only its
 * own trials, and reaches no verdict: `mergeComparisons` does, once all parts are done.
 */
export async function* trainShard(
  specs: readonly string[],
  shard: Shard,
  options: CompareOptions,
): AsyncGenerator<CompareEvent, void> {
  const { signal, repair = false, command } = options;
  const prepared = await prepareComparison(specs, options);
  const { contestants, data, plan } = prepared;
  const own = trialsOf(shard, plan);
  const folder = await openSharedFolder(prepared.folder, plan);
  await writeRecord(folder.path, { ...shard, seeds: plan.seeds, command: command ? [...command] : null });
  const { trials: found, damaged } = await readTrials(folder.path, plan, { planned: own, only: true });
  if (damaged.length > 0 && !repair) throw damaged[0];
  const missing = own.filter(({ id }) => !found.has(id));
  yield plannedEvent(prepared, options, missing);

  const tasks = missing.map(({ contestant, seed }) => {
    return { contestant, seed, config: configOf(plan.contestants[contestant], seed, contestants[contestant].config) };
  });
  let done = own.length - missing.length;
  for await (const { task, trial } of trainTrials(tasks, { data, curve: plan.curve, jobs: jobsOf(options), signal })) {
    await folder.saveTrial(trial);
    const { name: contestant } = contestants[task.contestant];
    yield { type: "trial", contestant, seed: task.seed, trial, trials: own.length, done: ++done };
  }
  yield {
    type: "finished",
    complete: done === own.length,
    folder: folder.path,
    comparison: undefined,
    shard: { ...shard, trials: own.length, of: contestants.length * plan.seeds.length },
  };
}
