import { shownLoss } from "../config/loss-setting.js";
import { batchesIn } from "../data/batches.js";
import { FileFormatError, InputError } from "../errors/errors.js";
import type { Loss } from "../losses/loss.js";
import { isOwn, keptArrays, parseLoss } from "../losses/registry.js";
import type { Checkpoint } from "./checkpoint.js";
import { arrayPrefix, ledgerNames } from "./checkpoint-tensors.js";

/**
 * Refuses a checkpoint whose parts are well formed but do not fit each other, as one of another version of ohem may be:
 * training would continue at the wrong place, or with arrays of the wrong length.
 * @throws FileFormatError that names the part
 */
export function requireConsistent({ config, loop, ledger, arrays }: Checkpoint, file: string): void {
  const require = (holds: boolean, field: string, expected: string, got: unknown) => {
    if (!holds) throw new FileFormatError(file, field, `expected ${expected}, got ${got}`);
  };
  const { epoch, batch, step, epochs } = loop;
  const examples = ledger.timesSelected.length;
  require(examples > 0, ledgerNames.timesSelected, "at least one training example", "none");
  const presentations = ledger.presentations.reduce((a, b) => Math.max(a, b), 0);
  const begun = Math.max(0, batch > 0 ? epoch : epoch - 1);
  const atMost = `at most ${begun}, the epochs after the first that have begun`;
  require(presentations <= begun, ledgerNames.presentations, atMost, presentations);
  const batchSize = Math.min(config.batchSize, examples);
  const batches = batchesIn(examples, batchSize);
  require(epoch <= config.epochs, "loop.epoch", `at most the run's ${config.epochs}`, epoch);
  const last = epoch === config.epochs ? 0 : batches - 1;
  require(batch <= last, "loop.batch", `at most ${last} (${examples} examples are ${batches} batches)`, batch);
  const steps = epoch * batches + batch;
  require(step === steps, "loop.step", `${steps} (${epoch} epochs of ${batches} batches, and ${batch})`, step);
  require(epochs.length === epoch, "loop.epochs", `${epoch}, one for each epoch done`, epochs.length);

  // The code of a loss that is not built in is here only where a run resumes.
  if (!isOwn(config.loss)) requireLossArrays({ config, loop, ledger, arrays }, lossOf(config.loss, file), file);
}

/** @throws FileFormatError for arrays of other lengths than the loss keeps at this place of the run */
export function requireLossArrays(
  { config, loop, ledger, arrays }: Pick<Checkpoint, "config" | "loop" | "ledger" | "arrays">,
  loss: Loss,
  file: string,
): void {
  const examples = ledger.timesSelected.length;
  const seen = loop.epoch * examples + loop.batch * Math.min(config.batchSize, examples);
  const lengths = keptArrays(loss, seen);
  for (const name of new Set([...arrays.keys(), ...Object.keys(lengths)])) {
    const [expected, got] = [lengths[name] ?? 0, arrays.get(name)?.length ?? 0];
    if (got === expected) continue;
    const numbers = `expected ${expected} numbers for the loss ${shownLoss(config)} after ${seen} examples, got ${got}`;
    throw new FileFormatError(file, arrayPrefix + name, numbers);
  }
}

/** @throws FileFormatError for a loss that this version of ohem does not have */
function lossOf(loss: string, file: string): Loss {
  try {
    return parseLoss(loss);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new FileFormatError(file, "config.loss", error.message);
  }
}
