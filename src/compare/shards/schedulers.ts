import { SettingError } from "../../errors/errors.js";
import { shortened } from "../../errors/shortened.js";
import type { Shard } from "./shard.js";

/** One task of an array of tasks, by the variables that its scheduler sets. */
interface Task {
  /** what says so, for messages */
  readonly variable: string;
  /** its place in the array, from 1; undefined where that cannot be known without the number of shards */
  readonly index: number | undefined;
  /** tasks in the array; undefined: the scheduler does not say */
  readonly count: number | undefined;
  /** the number that the task was given */
  readonly id: number;
}

type Environment = NodeJS.ProcessEnv;

const schedulers: readonly ((environment: Environment) => Task | undefined)[] = [
  slurm,
  // Kubernetes numbers the pods of an Indexed Job from 0; GitLab its parallel jobs from 1; AWS Batch from 0.
  (environment) => numbered(environment, "JOB_COMPLETION_INDEX", 0),
  (environment) => numbered(environment, "CI_NODE_INDEX", 1, "CI_NODE_TOTAL"),
  (environment) => numbered(environment, "AWS_BATCH_JOB_ARRAY_INDEX", 0, "AWS_BATCH_JOB_ARRAY_SIZE"),
];

/**
 * The shard of the task that this process is.
 * @param asked the number of shards; undefined: as many as the array has tasks
 * @throws SettingError when no variable is set, when two contradict each other, or when they do not say enough
 */
export function shardInArray(environment: Environment, asked?: number): Shard {
  const tasks = schedulers.flatMap((find) => find(environment) ?? []);
  const shards = tasks.map((task) => ({ variable: task.variable, ...shardOf(task, asked) }));
  if (shards.length === 0) throw problem(`auto needs the variable of a scheduler, none is set (${expected})`);
  const [first, ...others] = shards;
  const other = others.find(({ index, count }) => index !== first.index || count !== first.count);
  const said = ({ variable, index, count }: typeof first) => `${variable} says ${index}/${count}`;
  if (other !== undefined) throw problem(`${said(first)}, ${said(other)}; write the one that holds in place of auto`);
  return { index: first.index, count: first.count };
}

const expected = "SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, CI_NODE_INDEX, AWS_BATCH_JOB_ARRAY_INDEX";

function shardOf({ variable, index, count, id }: Task, asked: number | undefined): Shard {
  if (asked === undefined) {
    if (count === undefined) throw problem(`${variable} does not say how many shards there are; use auto/N`);
    if (count === 1) throw problem(`the array of ${variable} is this one task; use auto/N, or 1/1 for all trainings`);
    if (index === undefined) throw problem(`the array of ${variable} ${id} has gaps; use auto/N, with tasks 1 to N`);
    return within(variable, index, count, id);
  }
  // An array of other tasks than all: those that are repeated, which are numbered as shards are.
  if (count !== undefined && count !== asked && variable === "SLURM_ARRAY_TASK_ID") {
    return within(variable, id, asked, id);
  }
  if (count !== undefined && count !== asked) throw problem(`${variable} is one of ${count}, expected one of ${asked}`);
  return within(variable, index ?? id, asked, id);
}

function within(variable: string, index: number, count: number, id: number): Shard {
  if (index >= 1 && index <= count) return { index, count };
  throw problem(`${variable} is ${id}, which is none of ${count} shards`);
}

/** Its arrays are any range with any step, or a list; a list says only its ends and how long it is. */
function slurm(environment: Environment): Task | undefined {
  const variable = "SLURM_ARRAY_TASK_ID";
  const id = numberIn(environment, variable);
  if (id === undefined) return undefined;
  const [first, last, count] = ["MIN", "MAX", "COUNT"].map((name) => numberIn(environment, `SLURM_ARRAY_TASK_${name}`));
  if (first === undefined || last === undefined || count === undefined) return { variable, id, index: id, count };
  const step = count === 1 ? 1 : (last - first) / (count - 1);
  const place = (id - first) / step;
  return { variable, id, index: Number.isInteger(step) && Number.isInteger(place) ? place + 1 : undefined, count };
}

function numbered(environment: Environment, variable: string, first: number, total?: string): Task | undefined {
  const id = numberIn(environment, variable);
  if (id === undefined) return undefined;
  const count = total === undefined ? undefined : numberIn(environment, total);
  return { variable, id, index: id - first + 1, count };
}

function numberIn(environment: Environment, variable: string): number | undefined {
  const text = environment[variable];
  if (text === undefined || text === "") return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw problem(`the variable ${variable} is ${shortened(text)}, expected a number`);
}

function problem(text: string): SettingError {
  return new SettingError("shard", text);
}
