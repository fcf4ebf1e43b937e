import { batchesIn } from "../data/batches.js";
import { FileFormatError, InputError } from "../errors/errors.js";
import { keptArrays, parseLoss } from "../losses/registry.js";
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

  const seen = epoch * examples + batch * batchSize;
  const lengths = arraysKept(config.loss, seen, file);
  for (const name of new Set([...arrays.keys(), ...Object.keys(lengths)])) {
    const [expected, got] = [lengths[name] ?? 0, arrays.get(name)?.length ?? 0];
    const numbers = `${expected} numbers for the loss ${config.loss} after ${seen} examples`;
    require(got === expected, arrayPrefix + name, numbers, got);
  }
}

/** @throws FileFormatError for a loss that this version of ohem does not have */
function arraysKept(loss: string, seen: number, file: string): Readonly<Record<string, number>> {
  try {
    return keptArrays(parseLoss(loss), seen);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new FileFormatError(file, "config.loss", error.message);
  }
}
