import { batchesIn } from "../data/batches.js";
import { FileFormatError } from "../errors/errors.js";
import { keptArrays, parseLoss } from "../losses/registry.js";
import type { Checkpoint } from "./checkpoint.js";
import { arrayPrefix, recordNames } from "./checkpoint-tensors.js";

/**
 * Refuses a checkpoint whose parts are well formed, each by itself, and do not fit each other: no run has written it, and none may go on from it.
 * @throws FileFormatError that names the part
 */
export function requireConsistent(checkpoint: Checkpoint, file: string): void {
  const { config, loop, records } = checkpoint;
  const count = records.timesSelected.length;
  if (count === 0) throw new FileFormatError(file, recordNames.timesSelected, "expected at least one training example");
  const batchSize = Math.min(config.batchSize, count);
  const run: Run = { count, batchSize, batches: batchesIn(count, batchSize), require: requireIn(file) };
  checkPosition(checkpoint, run);
  checkEpochs(checkpoint, run);
  checkEvaluations(checkpoint, run);
  checkRecords(checkpoint, run);
  checkArrays(checkpoint, loop.epoch * count + loop.sums.examples, run.require);
}

interface Run {
  /** training examples */
  readonly count: number;
  readonly batchSize: number;
  /** of an epoch */
  readonly batches: number;
  readonly require: Require;
}

/** @param expected what `got` would have to be, in words */
type Require = (holds: boolean, field: string, expected: string | number | undefined, got: unknown) => void;

function requireIn(file: string): Require {
  return (holds, field, expected, got) => {
    if (!holds) throw new FileFormatError(file, field, `expected ${expected ?? "none"}, got ${got ?? "none"}`);
  };
}

function checkPosition({ config, loop }: Checkpoint, { count, batchSize, batches, require }: Run): void {
  const { epoch, batch, step, sums } = loop;
  require(epoch <= config.epochs, "loop.epoch", `at most the run's ${config.epochs}`, epoch);
  const last = epoch === config.epochs ? 0 : batches - 1;
  require(batch <= last, "loop.batch", `at most ${last} (${count} examples are ${batches} batches)`, batch);
  const steps = epoch * batches + batch;
  require(step === steps, "loop.step", `${steps} (${epoch} epochs of ${batches} batches, and ${batch})`, step);
  const seen = batch * batchSize;
  require(sums.examples === seen, "loop.sums.examples", `${seen} (${batch} batches of ${batchSize})`, sums.examples);
  for (const name of ["correct", "selected"] as const) {
    require(sums[name] <= seen, `loop.sums.${name}`, `at most the ${seen} examples`, sums[name]);
  }
  for (const name of ["loss", "objective"] as const) {
    require(seen > 0 || sums[name] === 0, `loop.sums.${name}`, "0 before the first batch", sums[name]);
  }
}

function checkEpochs({ loop }: Checkpoint, { count, batches, require }: Run): void {
  const { epoch, epochs, trainAccuracy } = loop;
  require(epochs.length === epoch, "loop.epochs", `${epoch}, one for each epoch done`, epochs.length);
  for (const [index, done] of epochs.entries()) {
    const { backwardExamples, keptFraction } = done;
    const field = (name: string) => `loop.epochs.${index}.${name}`;
    const exact = { epoch: index, steps: (index + 1) * batches, forwardExamples: count } as const;
    for (const [name, value] of Object.entries(exact)) {
      const got = done[name as keyof typeof exact];
      require(got === value, field(name), value, got);
    }
    require(backwardExamples <= count, field("backwardExamples"), `at most the ${count} examples`, backwardExamples);
    const kept = backwardExamples / count;
    require(keptFraction === kept, field("keptFraction"), `backwardExamples / forwardExamples, ${kept}`, keptFraction);
  }
  const before = epochs.at(-1)?.trainAccuracy;
  require(trainAccuracy === before, "loop.trainAccuracy", before, trainAccuracy);
}

function checkEvaluations({ config, loop }: Checkpoint, { batches, require }: Run): void {
  const { epochs, evalEvery } = config;
  const { epoch: done, evaluations } = loop;
  for (const [index, { epoch, steps, correct, examples, testAccuracy }] of evaluations.entries()) {
    const field = (name: string) => `loop.evaluations.${index}.${name}`;
    const least = index === 0 ? 0 : evaluations[index - 1].epoch + 1;
    require(epoch >= least && epoch < done, field("epoch"), `${least} to ${done - 1}`, epoch);
    require(steps === (epoch + 1) * batches, field("steps"), (epoch + 1) * batches, steps);
    const accuracy = correct / examples;
    require(testAccuracy === accuracy, field("testAccuracy"), `correct / examples, ${accuracy}`, testAccuracy);
  }
  // A run that was made longer has one after its former last epoch, too.
  const there = new Set(evaluations.map(({ epoch }) => epoch));
  for (let epoch = 0; epoch < done; epoch++) {
    const due = epoch + 1 === epochs || (evalEvery > 0 && (epoch + 1) % evalEvery === 0);
    require(!due || there.has(epoch), "loop.evaluations", `one after epoch ${epoch}`, undefined);
  }
}

function checkRecords({ classes, loop, records }: Checkpoint, { require }: Run): void {
  const { epochs, epoch, batch, sums } = loop;
  const most = epoch + (batch > 0 ? 1 : 0);
  const often = records.timesSelected.find((times) => times > most);
  require(often === undefined, recordNames.timesSelected, `at most ${most}, once an epoch`, often);
  const selected = epochs.reduce((sum, { backwardExamples }) => sum + backwardExamples, sums.selected);
  const total = records.timesSelected.reduce((sum, times) => sum + times, 0);
  require(total === selected, recordNames.timesSelected, `a sum of ${selected}, the selected examples`, total);
  const outside = records.lastPrediction.find((prediction) => prediction >= classes);
  require(outside === undefined, recordNames.lastPrediction, `0 to ${classes - 1}`, outside);
}

/** @param seen examples since the run began, each as often as it was in a batch */
function checkArrays({ config, arrays }: Checkpoint, seen: number, require: Require): void {
  const lengths = keptArrays(parseLoss(config.loss), seen);
  for (const name of arrays.keys()) {
    require(name in lengths, arrayPrefix + name, `no array, which the loss ${config.loss} does not keep`, "one");
  }
  for (const [name, length] of Object.entries(lengths)) {
    const got = arrays.get(name)?.length ?? 0;
    require(got === length, arrayPrefix + name, `${length} numbers after ${seen} examples`, got);
  }
}
