import { cpus, hostname } from "node:os";
import type { ResolvedConfig } from "../config/settings.js";
import { batchesIn } from "../data/batches.js";
import type { Dataset, LoadedData } from "../data/dataset.js";
import { deriveTraining } from "../data/derive.js";
import type { Engine } from "../engine/engine.js";
import { createWasmEngine } from "../engine/wasm/engine.js";
import { DivergedError } from "../errors/errors.js";
import { trainingLoss } from "../run/training-loss.js";
import { evaluate } from "../train/evaluation.js";
import type { EvaluationDone } from "../train/events.js";
import { trainLoop } from "../train/loop.js";
import { type Progress, startingPoint } from "../train/start.js";
import { measureUpdateSeconds } from "../train/update-cost.js";
import { arithmeticVersion, version } from "../version.js";
import { packBits } from "./bits.js";
import { type CurvePoint, type Trial, trialId, trialSettings } from "./trial.js";

/**
 * One training of a comparison, on one thread of the wasm engine, evaluated after every `curve` epochs and at the end.
 * A loss that stops being finite ends it: what the net can do then is its result.
 * @param curve epochs between two evaluations, above 0
 * @throws InputError for settings that do not fit the data, RunError for a failure of the engine
 */
export async function trainTrial(config: ResolvedConfig, data: LoadedData, curve: number): Promise<Trial> {
  const startedAt = new Date().toISOString();
  const { test, classes } = data;
  const { train } = deriveTraining(data.train, classes, config, config.seed);
  const progress = startingPoint(classes, train.count, config.seed);
  const batchSize = Math.min(config.batchSize, train.count);
  const engine = await createWasmEngine({ train, test, classes, batchSize, initial: progress.engine, threads: 1 });
  try {
    const followed = await follow(engine, config, { train, test, classes }, progress, batchSize, curve);
    const result = {
      settings: trialSettings(config),
      data: {
        name: data.verified ? data.name : null,
        sha256: data.sha256,
        train: train.count,
        test: test.count,
        classes,
      },
      engine: engine.name,
      arithmetic: arithmeticVersion,
    };
    return {
      id: trialId(result),
      ...result,
      ohem: version,
      ...followed,
      correct: packBits(rightPredictions(engine, test)),
      timings: { startedAt, host: hostname(), cpu: cpus()[0]?.model ?? "unknown", threads: 1, ...costs() },
    };
  } finally {
    await engine.dispose();
  }

  function costs() {
    const { epochs, sums, step } = progress.loop;
    const total = (name: "trainSeconds" | "forwardSeconds" | "backwardSeconds") =>
      epochs.reduce((sum, epoch) => sum + epoch[name], sums[name]);
    const forward = epochs.reduce((sum, epoch) => sum + epoch.forwardExamples, sums.examples);
    const backward = epochs.reduce((sum, epoch) => sum + epoch.backwardExamples, sums.selected);
    const updateSeconds = measureUpdateSeconds(engine, batchSize);
    const backwardOnly = Math.max(total("backwardSeconds") - step * updateSeconds, Number.EPSILON);
    return {
      trainSeconds: total("trainSeconds"),
      forwardSeconds: Math.max(total("forwardSeconds"), Number.EPSILON) / Math.max(forward, 1),
      backwardSeconds: backward === 0 ? null : backwardOnly / backward,
      updateSeconds,
    };
  }
}

/** Trains to the end, and evaluates on the way. */
async function follow(
  engine: Engine,
  config: ResolvedConfig,
  data: Pick<LoadedData, "train" | "test" | "classes">,
  progress: Progress,
  batchSize: number,
  curve: number,
): Promise<Pick<Trial, "curve" | "diverged">> {
  const points: CurvePoint[] = [];
  const batches = batchesIn(data.train.count, batchSize);
  const { loop: state } = progress;
  const done = { forwardExamples: 0, backwardExamples: 0 };
  const since = { loss: 0, examples: 0 };

  const add = ({ testAccuracy, balancedAccuracy, testLoss }: Omit<EvaluationDone, "type" | "epoch" | "steps">) => {
    const place = { epoch: state.step / batches, steps: state.step, ...done };
    const losses = { meanLoss: finite(since.loss / since.examples), testLoss: finite(testLoss) };
    points.push({ ...place, testAccuracy, balancedAccuracy: balancedAccuracy ?? null, ...losses });
    since.loss = since.examples = 0;
  };
  const evaluateNow = () => evaluate(engine, data.test, data.classes);

  const quiet = { ...config, evalEvery: 0, checkpointEvery: undefined };
  try {
    for await (const event of trainLoop({
      ...trainingLoss(config),
      engine,
      data,
      batchSize,
      config: quiet,
      progress,
    })) {
      if (event.type === "evaluation") add(event);
      if (event.type !== "step") continue;
      done.forwardExamples += event.examples;
      done.backwardExamples += event.selected;
      since.loss += event.meanLoss * event.examples;
      since.examples += event.examples;
      const due = Math.floor(event.steps / (curve * batches)) > Math.floor((event.steps - 1) / (curve * batches));
      // The loop itself evaluates at the end.
      if (due && event.steps < config.epochs * batches) add(await evaluateNow());
    }
    return { curve: points, diverged: null };
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    add(await evaluateNow());
    return { curve: points, diverged: { epoch: state.epoch, step: state.step, reason: error.message } };
  }
}

/** [test examples] 1 for a right prediction, else 0 */
function rightPredictions(engine: Engine, { labels, count }: Dataset): Uint8Array {
  const { predictions } = engine.evaluate("test", 0, count);
  return labels.map((label, index) => (label === predictions[index] ? 1 : 0));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
