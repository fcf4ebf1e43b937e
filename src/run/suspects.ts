import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { shownLoss } from "../config/loss-setting.js";
import type { Dataset, LoadedData } from "../data/dataset.js";
import type { DataInMemory } from "../data/in-memory.js";
import { InputError, SettingError } from "../errors/errors.js";
import { type KnownOptions, requireKnown } from "../errors/known-options.js";
import { shortened } from "../errors/shortened.js";
import { type Collapse, findCollapse } from "../train/collapse.js";
import { countedFrom } from "../train/ledger.js";
import { rankSuspects, type Suspect } from "../train/suspects.js";
import { type ModelSource, openModel } from "./open-model.js";
import { loadRunData } from "./run-data.js";

/** What `suspects` takes. */
export interface SuspectsOptions {
  /** undefined: the latest run that finished */
  readonly run?: ModelSource | undefined;
  /** the run's data, or where it is now; undefined: where it was */
  readonly data?: string | DataInMemory | undefined;
  /** how many to return; undefined: 50 */
  readonly top?: number | undefined;
}

/** What `suspects` returns. */
export interface RunSuspects {
  /** best first */
  readonly suspects: readonly Suspect[];
  /** the model file, which holds the ledger; `memory` for a model in memory */
  readonly model: string;
  /** the loss that it was trained with, as `--loss` takes it */
  readonly trainedWith: string;
  readonly data: string;
  /** that the run was trained on */
  readonly train: Dataset;
  /** the epochs that were counted, from 0; the last may be under way */
  readonly from: number;
  readonly to: number;
  /** that the run has made; before `settledStep` the suspects say more about the net than about the labels */
  readonly steps: number;
  /** at the latest evaluation; undefined: the net has not collapsed. One that has says nothing about the labels */
  readonly collapse?: Collapse | undefined;
}

const known = { run: true, data: true, top: true } as const satisfies KnownOptions<SuspectsOptions>;

const defaultTop = 50;

/**
 * The training examples of a run whose labels may be wrong: look at these first.
 * @throws InputError when there is no such run, when it has not seen every example since its second epoch began, or
 * without its data
 */
export async function suspects(options: SuspectsOptions = {}): Promise<RunSuspects> {
  requireKnown("suspects", options, known);
  const { run, data, top = defaultTop } = options;
  if (!(Number.isSafeInteger(top) && top >= 1)) {
    throw new SettingError("top", `expected an integer >= 1, got ${shortened(String(top))}`);
  }
  const { model, checkpoint } = await openModel(run);
  const problem = ledgerProblem(checkpoint);
  if (problem !== undefined) throw new InputError(`${model}: ${problem}`);
  return suspectsIn(model, checkpoint, await loadRunData(model, checkpoint, data), top);
}

/** Why a run has no suspects yet; undefined: it has. */
export function ledgerProblem({ config, ledger, loop, version }: Checkpoint): string | undefined {
  if (!ledger.presentations.includes(0)) return undefined;
  const problem = "suspects need what a run has seen of every example from its second epoch on";
  if (countedFrom(ledger, loop) > 1) {
    return `${problem}, but ohem ${version} did not keep it yet; train again, or extend the run by an epoch`;
  }
  const epochs = loop.batch > 0 ? `${loop.epoch} and a part` : loop.epoch;
  return `${problem}, so at least 2 whole epochs; this one has done ${epochs} (of ${config.epochs})`;
}

/** Those of a run that has no `ledgerProblem`. */
export function suspectsIn(
  model: string,
  { config, ledger, loop, classes }: Checkpoint,
  { name, train }: LoadedData,
  top = defaultTop,
): RunSuspects {
  return {
    suspects: rankSuspects(ledger, loop, train, top),
    model,
    trainedWith: shownLoss(config),
    data: name,
    train,
    from: countedFrom(ledger, loop),
    to: loop.batch > 0 ? loop.epoch : loop.epoch - 1,
    steps: loop.step,
    collapse: findCollapse(classes, loop.epochs, loop.evaluations.at(-1)),
  };
}
