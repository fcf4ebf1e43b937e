import { closeAll, deliver, type Reporter } from "../../src/report/reporter.js";
import type {
  EpochDone,
  EvaluationDone,
  NoiseFound,
  RunFinished,
  RunStarted,
  StepDone,
  TrainEvent,
} from "../../src/train/events.js";

/** With the numbers of MNIST: 60,000 examples, 938 batches of 64 in an epoch, ratio 3. */
export const runStarted: RunStarted = {
  type: "run",
  id: "0a1b2c3d-0000-4000-8000-123456789abc",
  version: "0.1.0",
  folder: "runs/first",
  loss: "ohem:ratio=3",
  engine: { name: "wasm", description: "wasm, 2 threads", reason: "no TensorFlow backend is installed" },
  data: { name: "mnist", train: 60000, test: 10000, classes: 10 },
  parameters: 8490,
  epochs: 2,
  batchSize: 64,
  lr: 0.001,
  lrSchedule: "constant",
  seed: 0,
};

export function stepDone(batch: number, epoch = 0): StepDone {
  const size = batch === 937 ? 32 : 64;
  return {
    type: "step",
    epoch,
    steps: epoch * 938 + batch + 1,
    batch,
    batches: 938,
    examples: size,
    seen: batch * 64,
    epochExamples: 60000,
    objective: 0.4123449,
    meanLoss: 0.2,
    selected: Math.floor(size / 3),
    correct: 60,
    epochMeanLoss: 0.25,
    epochObjective: 0.5,
    epochKeptFraction: 0.328,
    epochSeconds: (1.5 * (batch + 1)) / 938,
    scheduledFraction: undefined,
    lr: 0.001,
  };
}

export function epochDone(epoch: number): EpochDone {
  return {
    type: "epoch",
    epoch,
    steps: (epoch + 1) * 938,
    trainSeconds: 1.5,
    examplesPerSecond: 40000,
    meanLoss: 0.25,
    objective: 0.5,
    trainAccuracy: 0.93125,
    keptFraction: 0.328,
    scheduledFraction: undefined,
    lr: 0.001,
    forwardExamples: 60000,
    backwardExamples: 19687,
    forwardSeconds: 0.9,
    backwardSeconds: 0.6,
    savedSeconds: 1.2,
  };
}

export function evaluationDone(epoch: number, correct = 9871, examples = 10000): EvaluationDone {
  return {
    type: "evaluation",
    epoch,
    steps: (epoch + 1) * 938,
    testAccuracy: correct / examples,
    testLoss: 0.0416666666,
    correct,
    examples,
    seconds: 0.3125,
  };
}

export const noiseFound: NoiseFound = {
  type: "noise",
  epoch: 1,
  steps: 1876,
  repeated: 4170,
  examples: 60000,
  keptFraction: 0.125,
  ofSelected: 0.424,
};

export const finished: RunFinished = {
  type: "finished",
  complete: true,
  steps: 1876,
  epochs: [epochDone(0), epochDone(1)],
  evaluations: [evaluationDone(0, 9751), evaluationDone(1)],
  forwardExamples: 120_000,
  backwardExamples: 39_374,
  savedSeconds: 2.4,
  trainSeconds: 3,
  testAccuracy: 0.9871,
  testLoss: 0.0416666666,
};

/** A run of two epochs, evaluated after both. */
export function wholeRun(): TrainEvent[] {
  return [
    runStarted,
    ...steps(0),
    epochDone(0),
    evaluationDone(0, 9751),
    ...steps(1),
    epochDone(1),
    evaluationDone(1),
    { type: "checkpoint", epoch: 1, steps: 1876, file: "runs/first/model.safetensors" },
    finished,
  ];
}

/** The same run, interrupted after 1000 steps. */
export function stoppedRun(): TrainEvent[] {
  return [
    runStarted,
    ...steps(0),
    epochDone(0),
    evaluationDone(0, 9751),
    ...steps(1).slice(0, 62),
    {
      ...finished,
      complete: false,
      steps: 1000,
      epochs: [epochDone(0)],
      evaluations: [evaluationDone(0, 9751)],
      forwardExamples: 63_968,
      backwardExamples: 20_989,
      savedSeconds: 1.2,
      testAccuracy: 0.9751,
    },
  ];
}

export function play(events: readonly TrainEvent[], ...reporters: readonly Reporter[]): void {
  for (const event of events) deliver(event, reporters);
  closeAll(reporters);
}

function steps(epoch: number): StepDone[] {
  return Array.from({ length: 938 }, (_, batch) => stepDone(batch, epoch));
}
