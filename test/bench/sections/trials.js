import { availableParallelism } from "node:os";
import { loadData, resolveConfig } from "ohem";
import { trainTrials } from "../../../dist/compare/train-trials.js";
import { alternate } from "../alternate.js";
import { format, summarize } from "../summary.js";
import { table } from "../table.js";

/** @import { Context, Measured } from "../sections.js" */

/** Trainings on each thread: the first pays for its start. */
const each = 2;

/**
 * The trainings of a comparison: one after another, and as many at once as there are cores.
 * @param {Context} context
 * @returns {Promise<Measured>}
 */
export async function measureTrials({ data: name, epochs, rounds, progress }) {
  const data = await loadData(name);
  const cores = availableParallelism();
  const jobs = [1, cores];
  /** Processor seconds of a training, which other programs on the machine lengthen little. @type {number[][]} */
  const work = jobs.map(() => []);
  const contestants = jobs.map((atOnce, index) => async () => {
    const count = each * atOnce;
    const tasks = Array.from({ length: count }, (_, seed) => {
      return { config: resolveConfig({ data: name, loss: "ce", epochs, seed }) };
    });
    const [begin, before] = [performance.now(), process.cpuUsage()];
    for await (const _ of trainTrials(tasks, { data, curve: epochs, jobs: atOnce }));
    const { user, system } = process.cpuUsage(before);
    work[index].push((user + system) / 1e6 / count);
    return (performance.now() - begin) / 1000 / count;
  });
  const seconds = await alternate(contestants, { rounds, progress });
  // The first round warms up.
  const processorSeconds = work.map((values) => summarize(values.slice(1)));
  const throughput = summarize(seconds[0].map((alone, round) => alone / seconds[1][round]));
  const rows = jobs.map((atOnce, index) => ({
    jobs: atOnce,
    secondsATraining: summarize(seconds[index]),
    processorSeconds: processorSeconds[index],
  }));
  return { figures: { cores, rows, throughput }, lines: trialLines(rows, throughput, cores) };
}

/**
 * @typedef {ReturnType<typeof summarize>} Summary
 * @param {{ jobs: number, secondsATraining: Summary, processorSeconds: Summary }[]} rows
 * @param {Summary} throughput
 * @param {number} cores
 */
function trialLines(rows, throughput, cores) {
  return [
    ...table(
      "Trainings of a comparison: median (min-max)",
      ["at once", "seconds a training", "processor seconds of each"],
      rows.map(({ jobs, secondsATraining, processorSeconds }) => {
        return [String(jobs), format(secondsATraining, 3), format(processorSeconds, 3)];
      }),
    ),
    `  all at once: ${format(throughput, 2)} times the trainings of one at a time, on ${cores} cores`,
  ];
}
