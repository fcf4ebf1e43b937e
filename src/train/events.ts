import type { EngineName } from "../engine/engine.js";

/**
 * What happens in a run, in the order in which it happens: run, then steps, an epoch after its last step, evaluations and checkpoints as they fall,
 * finished. The bar, the log lines, `--json` and `metrics.jsonl` are consumers of these and of nothing else; every field is plain JSON.
 */
export type TrainEvent = RunStarted | StepDone | EpochDone | EvaluationDone | CheckpointWritten | RunFinished;

export interface RunStarted {
  readonly type: "run";
  /** what was done before, when the run goes on from a checkpoint */
  readonly resumed?: Resumed | undefined;
  /** of ohem */
  readonly version: string;
  /** the run's folder; undefined when nothing is written */
  readonly folder: string | undefined;
  /** config.json was missing where the run goes on, and was written again from the model */
  readonly configRestored?: boolean | undefined;
  /** the loss with its parameters, as `--loss` takes it */
  readonly loss: string;
  readonly engine: { readonly name: EngineName; readonly description: string; readonly reason: string };
  readonly data: { readonly name: string; readonly train: number; readonly test: number; readonly classes: number };
  readonly parameters: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly lr: number;
  readonly seed: number;
  /** of the kept fraction; undefined: the loss's own from the start */
  readonly schedule?: RunSchedule | undefined;
}

export interface RunSchedule {
  readonly warmupEpochs: number;
  readonly annealEpochs: number;
  /** as `--keep-at` takes it */
  readonly keepAt?: string | undefined;
}

export interface Resumed {
  readonly steps: number;
  /** so far, the epoch under way included */
  readonly forwardExamples: number;
  readonly backwardExamples: number;
  readonly epochs: readonly EpochDone[];
  readonly evaluations: readonly EvaluationDone[];
}

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
  /** the kept fraction that a schedule has put in force; undefined: the loss's own */
  readonly scheduledFraction?: number | undefined;
}

export interface EpochDone {
  readonly type: "epoch";
  readonly epoch: number;
  /** steps so far, from the start of the run */
  readonly steps: number;
  /** training alone: evaluations, checkpoints and reporters are not counted */
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
  readonly forwardExamples: number;
  readonly backwardExamples: number;
  readonly forwardSeconds: number;
  /** backward passes and Adam */
  readonly backwardSeconds: number;
  /**
   * what the skipped examples' backward passes would have taken: their number times the measured seconds of one backward pass, Adam's part taken off;
   * undefined when nothing was selected, so that there is nothing to measure by
   */
  readonly savedSeconds?: number | undefined;
}

export interface EvaluationDone {
  readonly type: "evaluation";
  readonly epoch: number;
  readonly steps: number;
  readonly testAccuracy: number;
  /** mean per-example loss over the test examples */
  readonly testLoss: number;
  readonly correct: number;
  readonly examples: number;
  readonly seconds: number;
}

export interface CheckpointWritten {
  readonly type: "checkpoint";
  /** the epoch under way: where a run goes on from here */
  readonly epoch: number;
  readonly steps: number;
  readonly file: string;
}

export interface RunFinished {
  readonly type: "finished";
  /** false when the run was stopped before its last epoch */
  readonly complete: boolean;
  readonly steps: number;
  /** of the whole run, what was done before a resumption included */
  readonly epochs: readonly EpochDone[];
  readonly evaluations: readonly EvaluationDone[];
  /** sums over the run, an epoch that was cut short included */
  readonly forwardExamples: number;
  readonly backwardExamples: number;
  /** sum of the epochs' savedSeconds */
  readonly savedSeconds: number;
  /** sum of the epochs' trainSeconds */
  readonly trainSeconds: number;
  /** of the last evaluation; undefined when there was none */
  readonly testAccuracy: number | undefined;
  readonly testLoss: number | undefined;
  /** why runs/latest could not be made to name this run; undefined: nothing is wrong with it */
  readonly latestProblem?: string | undefined;
}
