import { shownLoss } from "../config/loss-setting.js";
import type { Dataset } from "../data/dataset.js";
import { deriveTraining } from "../data/derive.js";
import { type DataInMemory, openInMemory } from "../data/in-memory.js";
import { loadData } from "../data/load.js";
import { InputError, SettingError } from "../errors/errors.js";
import { type KnownOptions, requireKnown } from "../errors/known-options.js";
import { attributeTo } from "../errors/setting-problem.js";
import { shortened } from "../errors/shortened.js";
import { countedFrom } from "../train/ledger.js";
import { rankSuspects, type Suspect } from "../train/suspects.js";
import { type ModelSource, openModel } from "./open-model.js";
import { requireDataInPlace } from "./run-data.js";

export interface SuspectsOptions {
  /** undefined: the latest run that finished */
  readonly run?: ModelSource | undefined;
  /** the run's data, or where it is now; undefined: where it was */
  readonly data?: string | DataInMemory | undefined;
  /** how many to return; undefined: 50 */
  readonly top?: number | undefined;
}

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
  const { config, ledger, loop, version, dataSha256 } = checkpoint;
  const from = countedFrom(ledger, loop);
  if (ledger.presentations.includes(0)) {
    const problem = `${model}: suspects need what a run has seen of every example from its second epoch on`;
    if (from > 1) {
      throw new InputError(
        `${problem}, but ohem ${version} did not keep it yet; train again, or extend the run by an epoch`,
      );
    }
    const epochs = loop.batch > 0 ? `${loop.epoch} and a part` : loop.epoch;
    throw new InputError(`${problem}, so at least 2 whole epochs; this one has done ${epochs} (of ${config.epochs})`);
  }
  if (data === undefined) requireDataInPlace(model, config.data);
  const place = data ?? config.data;
  const loaded = typeof place === "string" ? await attributeTo("data", loadData(place)) : openInMemory(place);
  const { train: original, classes, name, sha256 } = loaded;
  if (sha256 !== dataSha256) {
    const got = typeof place === "string" ? place : "what was handed in";
    throw new SettingError("data", `${got} is not the data that the run was trained on; name its own`);
  }
  const { train } = deriveTraining(original, classes, config, config.seed);
  const to = loop.batch > 0 ? loop.epoch : loop.epoch - 1;
  return {
    suspects: rankSuspects(ledger, train, top),
    model,
    trainedWith: shownLoss(config),
    data: name,
    train,
    from,
    to,
  };
}
