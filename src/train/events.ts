import type { LrSchedule } from "../config/settings.js";
import type { Derived } from "../data/derive.js";
import type { EngineName } from "../engine/engine.js";
import type { Collapse } from "./collapse.js";
import type { Evaluation } from "./evaluation.js";
import type { TrainedModel } from "./trained-model.js";

/**
 * The events of a run, in their order: run, then steps, an epoch after its last step, noise at most once, evaluations
 * and checkpoints when they are due, finished. The bar, the log lines, `--json` and reports consume these and nothing
 * else; metrics.jsonl holds them, written before they are yielded. Every field is plain JSON.
 */
export type TrainEvent =
  | RunStarted
  | StepDone
  | EpochDone
  | NoiseFound
  | EvaluationDone
  | CheckpointWritten
  | RunFinished;

/** The first event of a run. */
export interface RunStarted {
  readonly type: "run";
  /** UUID of the run, in its config.json and its model too */
  readonly id: string;
  /** steps done before, when the run resumes; 0: it starts over, because no step had been saved */
  readonly resumed?: number | undefined;
  /** the process on another machine that the run was taken over from, and since when it had written the run */
  readonly takenFrom?: { readonly pid: number; readonly host: string; readonly started: string } | undefined;
  /** version of ohem */
  readonly version: string;
  /** the run's folder; undefined when nothing is written */
  readonly folder: string | undefined;
  /** the loss with its parameters, as `--loss` takes it */
  readonly loss: string;
  readonly engine: { readonly name: EngineName; readonly description: string; readonly reason: string };
  readonly data: RunData;
  readonly parameters: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** the highest rate of the schedule */
  readonly lr: number;
  readonly lrSchedule: LrSchedule;
  readonly seed: number;
  /** schedule of the kept fraction; undefined: the loss's own fraction from the start */
  readonly schedule?: RunSchedule | undefined;
  /** examples of a full batch that are kept, the fewest of the run; undefined: the loss keeps no fraction */
  readonly fewestKept?: number | undefined;
}

/** The data of a run. */
export interface RunData {
  readonly name: string;
  /** examples that are trained on */
  readonly train: number;
  readonly test: number;
  readonly classes: number;
  /** what makes the largest training label look like a mistake; absent: nothing does */
  readonly labelGap?: string | undefined;
  /** what the training set was derived by and how; undefined: it is as the files have it */
  readonly derived?: Derived | undefined;
  /** what a user of the data has to know, if anything */
  readonly remark?: string | undefined;
}

/** The schedule of the kept fraction. */
export interface RunSchedule {
  readonly warmupEpochs: number;
  readonly annealEpochs: number;
  /** as `--keep-at` takes it */
  readonly keepAt?: string | undefined;
}

/** One step of training. */
export interface StepDone {
  readonly type: "step";
  readonly epoch: number;
  /** steps so far, this one included, from the start of the run */
  readonly steps: number;
  /** index of the batch in its epoch, from 0 */
  readonly batch: number;
  readonly batches: number;
  /** examples in this batch */
  readonly examples: number;
  /** examples of this epoch before this batch, and in the whole epoch */
  readonly seen: number;
  readonly epochExamples: number;
  /** of this batch */
  readonly objective: number;
  /** mean per-example loss of this batch */
  readonly meanLoss: number;
  readonly selected: number;
  readonly correct: number;
  /** means over the epoch so far, this batch included: each example counts once */
  readonly epochMeanLoss: number;
  readonly epochObjective: number;
  readonly epochKeptFraction: number;
  /** of the epoch so far, this batch included; as in `EpochDone.trainSeconds` */
  readonly epochSeconds: number;
  /** the kept fraction that a schedule has put in force; undefined: the loss's own */
  readonly scheduledFraction?: number | undefined;
  /** Adam's learning rate in this step */
  readonly lr: number;
}

/** One pass over the training examples. */
export interface EpochDone {
  readonly type: "epoch";
  readonly epoch: number;
  /** steps so far, from the start of the run */
  readonly steps: number;
  /** without evaluations, checkpoints and reporters, and without the time in which the process was stopped (Ctrl-Z) */
  readonly trainSeconds: number;
  readonly examplesPerSecond: number;
  /** mean per-example loss over all examples, as each was when its batch was trained */
  readonly meanLoss: number;
  /** mean of the batches' objectives, weighted by their sizes */
  readonly objective: number;
  /** share of right predictions, on the batches as they were trained */
  readonly trainAccuracy: number;
  /** selected / examples */
  readonly keptFraction: number;
  /** the kept fraction that a schedule had put in force; undefined: the loss's own */
  readonly scheduledFraction?: number | undefined;
  /** Adam's learning rate in the last step; undefined in epochs that an early version trained */
  readonly lr?: number | undefined;
  readonly forwardExamples: number;
  readonly backwardExamples: number;
  readonly forwardSeconds: number;
  /** backward passes and Adam */
  readonly backwardSeconds: number;
  /**
   * what backward passes of the skipped examples would have taken: their number times the measured seconds of one, Adam
   * excluded; undefined when nothing was selected, so that nothing was measured
   */
  readonly savedSeconds?: number | undefined;
}

/**
 * Mining selects many examples that are predicted as the same other class in two epochs in a row: their labels are
 * wrong, or two classes share them.
 */
export interface NoiseFound {
  readonly type: "noise";
  /** the second of the two */
  readonly epoch: number;
  readonly steps: number;
  /** the examples that were predicted so */
  readonly repeated: number;
  /** all of the epoch */
  readonly examples: number;
  /** selected / examples */
  readonly keptFraction: number;
  /** the share of the selected examples that were predicted so */
  readonly ofSelected: number;
}

/** The net, tested on all test examples. */
export interface EvaluationDone extends Omit<Evaluation, "confusion" | "balancedAccuracy"> {
  readonly type: "evaluation";
  /** undefined in evaluations of early versions */
  readonly balancedAccuracy?: number | undefined;
  readonly epoch: number;
  readonly steps: number;
}

/** A model that was written. */
export interface CheckpointWritten {
  readonly type: "checkpoint";
  /** the epoch under way, in which a resumed run continues */
  readonly epoch: number;
  readonly steps: number;
  readonly file: string;
}

/** The last event of a run. */
export interface RunFinished {
  readonly type: "finished";
  /** false when the run was stopped before its last epoch */
  readonly complete: boolean;
  readonly steps: number;
  /** of the whole run, also before it was resumed; metrics.jsonl leaves them out, since each has a line there */
  readonly epochs: readonly EpochDone[];
  readonly evaluations: readonly EvaluationDone[];
  /** sums over the run, including an epoch that was cut short */
  readonly forwardExamples: number;
  readonly backwardExamples: number;
  /** sum of the epochs' savedSeconds */
  readonly savedSeconds: number;
  /** sum of the epochs' trainSeconds */
  readonly trainSeconds: number;
  /** of the last evaluation; undefined when there was none */
  readonly testAccuracy: number | undefined;
  readonly testLoss: number | undefined;
  readonly balancedAccuracy?: number | undefined;
  /** undefined: the loss does not keep a fraction of the hardest, or there is little noise */
  readonly noise?: NoiseFound | undefined;
  /** at the last evaluation; undefined: the net has not collapsed to the uniform answer */
  readonly collapse?: Collapse | undefined;
  /** of a run without a folder, whose model is in no file; `predict`, `evaluateRun`, `exportModel` take it as a run */
  readonly model?: TrainedModel | undefined;
  /** why runs/latest could not be written; undefined: it was, or the run is not complete */
  readonly latestProblem?: string | undefined;
}
