import { openComparisonFolder } from "./comparison-folder.js";
import type { CompareEvent, PowerKnown, TrialDone } from "./events.js";
import { findDone } from "./found.js";
import { possible } from "./judge.js";
import { judgingOf, looksWith } from "./looks.js";
import { type CompareOptions, defaultMaxSeeds, jobsOf } from "./options.js";
import { detectableWith, pilotSeeds, seedsToShowIn } from "./pilot.js";
import { configOf } from "./plan.js";
import { plannedWith, prepareComparison } from "./prepare.js";
import { seedRange, unitedSeeds } from "./seeds.js";
import { trainShard } from "./shards/train-shard.js";
import { trainTrials } from "./train-trials.js";

/**
 * Trains every contestant from every seed, each trial in a file of its own as soon as it is done: a comparison can be
 * stopped or killed at any moment, and the same call continues it. At the end it reaches its verdict.
 * @param specs the baseline first: losses as `--loss` takes them, or files of settings
 * @throws InputError for contestants, settings and data, and for a folder that holds something else; RunError for a
 * training that fails
 */
export async function* compare(
  specs: readonly string[],
  options: CompareOptions = {},
): AsyncGenerator<CompareEvent, void> {
  const { signal, firstSeed = 0, seedsFor, untilDecided = false, maxSeeds = defaultMaxSeeds } = options;
  if (options.shard !== undefined) return yield* trainShard(specs, options.shard, options);
  const jobs = jobsOf(options);
  const prepared = await prepareComparison(specs, options);
  const { contestants, data, plan } = prepared;
  const folder = await openComparisonFolder(prepared.folder, plan);
  try {
    const found = await findDone(folder.path, folder.plan, plan, options);
    const { done } = found;
    let { looks, seeds } = found;
    yield plannedWith(prepared, options, found);

    async function* train(): AsyncGenerator<TrialDone, void> {
      const tasks = done.missing(seeds).map(({ contestant, seed }) => {
        return {
          contestant,
          seed,
          config: configOf(plan.contestants[contestant], seed, contestants[contestant].config),
        };
      });
      for await (const { task, trial } of trainTrials(tasks, { data, curve: plan.curve, jobs, signal })) {
        await folder.saveTrial(trial);
        done.add(trial);
        const { name: contestant } = contestants[task.contestant];
        yield { type: "trial", contestant, seed: task.seed, trial, ...done.count(seeds) };
      }
    }
    let asked = plan.seeds.length;
    const take = async (count: number) => {
      asked = count;
      seeds = unitedSeeds(seedRange(firstSeed, count), found.doneSeeds);
      await folder.addSeeds(seeds);
    };
    const power = (): PowerKnown => {
      const judging = judgingOf({ looks: looksWith(looks, seeds.length, options), missingTrials: 0 });
      const [least, most] = detectableWith(seeds.length, done.verdict(pilot, looks), judging);
      return { type: "power", seeds: seeds.length, detectable: possible(most), leastDetectable: possible(least) };
    };

    const pilot = seeds.slice(0, pilotSeeds);
    if (seedsFor !== undefined) {
      yield* train();
      if (done.missing(pilot).length === 0) {
        const wanted = seedsToShowIn(seedsFor, done.verdict(pilot, looks)) ?? maxSeeds;
        await take(Math.min(maxSeeds, Math.max(pilotSeeds, wanted)));
      }
    }
    let powerKnown = seeds.length <= pilotSeeds;
    for (;;) {
      for await (const event of train()) {
        yield event;
        if (powerKnown || done.missing(pilot).length > 0) continue;
        powerKnown = true;
        yield power();
      }
      if (done.missing(seeds).length > 0) break;
      const comparison = done.verdict(seeds, looks);
      looks = comparison.looks;
      await folder.saveComparison(comparison);
      const judged = [...comparison.contestants, ...comparison.against];
      const decided = judged.every((pair) => pair.verdict !== "not-shown");
      if (!untilDecided || decided || seeds.length >= maxSeeds) {
        yield { type: "finished", complete: true, folder: folder.path, comparison };
        return;
      }
      await take(asked + 1);
    }
    yield { type: "finished", complete: false, folder: folder.path, comparison: undefined };
  } finally {
    await folder.close();
  }
}
