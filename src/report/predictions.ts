import type { Prediction, Predictions } from "../run/predict.js";
import type { PredictDocument } from "./documents/predict-document.js";
import { canDraw } from "./drawings.js";
import { halfBlocks } from "./half-blocks.js";
import { formatPercent } from "./numbers.js";
import type { Environment, Output } from "./terminal.js";

/** A line for each picture: `seven.png: 7 (99.8%), 1 (0.1%)`. @param top how many classes */
export function predictionsText({ predictions, classNames }: Predictions, top: number): string {
  return predictions.map((prediction) => `${line(prediction, top, classNames)}\n`).join("");
}

/** The same, each above what the net saw. */
export function predictionsDrawn(
  { predictions, classNames }: Predictions,
  top: number,
  stdout: Output,
  env: Environment = process.env,
): string {
  const greys = canDraw(stdout, env) && !env.NO_COLOR;
  return predictions
    .flatMap((prediction) => [line(prediction, top, classNames), ...halfBlocks(prediction.image, greys)])
    .map((row) => `${row.trimEnd()}\n`)
    .join("");
}

/** One JSON document. */
export function predictionsJson({ predictions, refused, classNames, ...rest }: Predictions, top: number): string {
  const listed = predictions.map((prediction) => {
    const { file, index, class: predicted, probability } = prediction;
    const name = classNames?.[predicted];
    return { file, index, class: predicted, name, probability, top: candidates(prediction, top, classNames) };
  });
  const document: PredictDocument = { predictions: listed, refused, ...rest };
  return `${JSON.stringify(document)}\n`;
}

function line(prediction: Prediction, top: number, classNames: Predictions["classNames"]): string {
  const { file, index } = prediction;
  // File names may hold line ends and a terminal's control characters.
  const place = file.replace(/\p{Cc}+/gu, " ") + (index === undefined ? "" : `[${index}]`);
  const answers = candidates(prediction, top, classNames).map(({ class: label, name, probability }) => {
    return `${label}${name === undefined ? "" : ` ${name}`} (${formatPercent(probability, 1)})`;
  });
  return `${place}: ${answers.join(", ")}`;
}

/** The most probable classes; the prediction comes first, then of equally probable ones the lower. */
function candidates({ class: predicted, probabilities }: Prediction, top: number, names: Predictions["classNames"]) {
  return probabilities
    .map((probability, label) => ({ class: label, name: names?.[label], probability }))
    .sort((a, b) => Number(b.class === predicted) - Number(a.class === predicted) || b.probability - a.probability)
    .slice(0, top);
}
