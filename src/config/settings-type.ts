// Made from the schema by `npm test -- -u`: what an editor shows of a setting.

/** The settings of a run, as in a file of settings; all are optional. */
export interface Settings {
  /** the JSON Schema, for editors; ignored */
  $schema?: string | undefined;
  /** what these settings are for; ignored */
  description?: string | undefined;
  /** train on the N/ratio hardest examples of each batch of N; short for the loss ohem:ratio=RATIO; a number >= 1 */
  ratio?: number | undefined;
  /**
   * how the losses of a batch become its objective: name:key=value,..., or FILE.js:key=value,... for a loss of your
   * own, relative to the working directory (default: ohem:ratio=3)
   */
  loss?: string | undefined;
  /** passes over the training examples; an integer >= 1 (default: 10) */
  epochs?: number | undefined;
  /** examples in a batch; the last batch of an epoch may be shorter; an integer >= 1 (default: 64) */
  batchSize?: number | undefined;
  /** Adam's learning rate; with a schedule the highest; a number > 0 (default: 0.001) */
  lr?: number | undefined;
  /**
   * of the learning rate: linear falls from lr to 0, one-cycle rises to lr over 15% of the steps, then falls to 0
   * (default: constant)
   */
  lrSchedule?: "constant" | "linear" | "one-cycle" | undefined;
  /**
   * seed of initial weights, order of examples, derived training set and choices of a loss; an integer from 0 to
   * 4294967295 (default: 0)
   */
  seed?: number | undefined;
  /** a known data set, or a folder with the four IDX files; relative to the working directory (default: mnist) */
  data?: string | undefined;
  /** train on a random subset of this size in which the classes keep their proportions; an integer >= 1 */
  trainExamples?: number | undefined;
  /** train on a long tail: the last class keeps 1/FACTOR of what the largest has; a number >= 1 */
  imbalance?: number | undefined;
  /** train with wrong labels: each training label is replaced with this probability; a number >= 0 and < 1 */
  labelNoise?: number | undefined;
  /**
   * of the wrong labels: symmetric is any other class, pairs the next one, and the first for the last (default:
   * symmetric)
   */
  labelNoiseKind?: "symmetric" | "pairs" | undefined;
  /** what computes; auto: a GPU that passed the proof, else wasm (default: auto) */
  engine?: "auto" | "gpu" | "tensorflow" | "wasm" | undefined;
  /**
   * threads of the wasm engine, 1 to 64 (default: all cores, at most 8; Node 20 does not see a container's CPU quota);
   * an integer from 1 to 64
   */
  threads?: number | undefined;
  /** the run's folder, new or empty; relative to the working directory (default: runs/TIME-LOSS) */
  out?: string | undefined;
  /** log every N batches; an integer >= 1 (default: 100) */
  logInterval?: number | undefined;
  /** evaluate every N epochs (0: only after the last); an integer >= 0 (default: 0) */
  evalEvery?: number | undefined;
  /** save a checkpoint every N steps (default: after every epoch); an integer >= 1 */
  checkpointEvery?: number | undefined;
  /** fail if the final test accuracy is lower; a number from 0 to 1 */
  minAccuracy?: number | undefined;
  /**
   * epochs at the start that keep every example (for the losses ohem, small-loss, random); an integer >= 0 (default: 0)
   */
  warmupEpochs?: number | undefined;
  /**
   * epochs after the warm-up over which the kept fraction falls linearly from 1 to the loss's own (for the losses ohem,
   * small-loss, random); an integer >= 0 (default: 0)
   */
  annealEpochs?: number | undefined;
  /**
   * kept fractions by the training accuracy of the previous epoch: ACCURACY=FRACTION,... (for the losses ohem,
   * small-loss, random)
   */
  keepAt?: string | undefined;
}
