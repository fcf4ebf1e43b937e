import type { RunInspection } from "../../../run/inspect-run.js";
import { formatCountOf, formatLoss, formatShare } from "../../numbers.js";
import { type Html, html } from "../html.js";
import { gallery, imageAt } from "../sprite.js";
import { mostColumns, namesOf } from "./names.js";

/** One image of the test split, and what the net says of it. */
export interface TestImage {
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
  /** that the net gives to its prediction; null: not a number, since the training diverged */
  readonly probability: number | null;
  /** nats; null: not finite */
  readonly loss: number | null;
}

const mostErrors = 36;
const ofEachClass = 6;

/** The wrong predictions that the net is most sure of, the surest first. */
export function confidentErrors(inspection: RunInspection): TestImage[] {
  return testImages(inspection)
    .filter(({ label, predicted }) => label !== predicted)
    .sort((a, b) => (b.probability ?? 0) - (a.probability ?? 0) || a.index - b.index)
    .slice(0, mostErrors);
}

/** The images of each class with the largest losses, whether the net is right or not. */
export function hardestOfClasses(inspection: RunInspection): TestImage[] {
  const { classes } = inspection.checkpoint;
  const hardest = testImages(inspection).sort((a, b) => difference(b, a) || a.index - b.index);
  if (classes > mostColumns) return hardest.slice(0, mostErrors);
  return Array.from({ length: classes }, (_, label) =>
    hardest.filter((image) => image.label === label).slice(0, ofEachClass),
  ).flat();
}

/** Of the losses; what is not finite is the largest. */
function difference(a: TestImage, b: TestImage): number {
  if (a.loss === null || b.loss === null) return Number(a.loss === null) - Number(b.loss === null);
  return a.loss - b.loss;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function testImages({ predictions: { labels, predictions, losses, predictionLosses } }: RunInspection): TestImage[] {
  return Array.from(labels, (label, index) => ({
    index,
    label,
    predicted: predictions[index],
    probability: finite(Math.exp(-predictionLosses[index])),
    loss: finite(losses[index]),
  }));
}

export function errorGallery(inspection: RunInspection, errors: readonly TestImage[]): Html {
  const { correct, examples } = inspection.evaluation;
  if (errors.length === 0) return html`<p>There are none: every test image is classified right.</p>`;
  const nameOf = namesOf(inspection);
  const tiles = errors.map(({ index, label, predicted, probability }) => ({
    image: imageAt(inspection.data.test.images, index),
    alt: `Test image ${index}: labelled ${nameOf(label)}, the net says ${nameOf(predicted)}`,
    caption: html`<span><b>${nameOf(label)}</b> → ${nameOf(predicted)}</span>
<span class="muted">${probability === null ? "–" : formatShare(probability)}</span>`,
  }));
  const all = formatCountOf(examples - correct, "error");
  const shown = errors.length < examples - correct ? `, of which these are the ${errors.length} most confident` : "";
  return html`<p>${all}${shown}: the label → what the net says, and how sure it is of that.</p>
${gallery("errors", tiles, inspection.data.classNames !== undefined)}`;
}

export function hardestGallery(inspection: RunInspection, hardest: readonly TestImage[]): Html {
  const nameOf = namesOf(inspection);
  const tiles = hardest.map(({ index, label, predicted, loss }) => ({
    image: imageAt(inspection.data.test.images, index),
    alt: `Test image ${index}: labelled ${nameOf(label)}, the net says ${nameOf(predicted)}`,
    caption: html`<span><b>${nameOf(label)}</b>${label === predicted ? undefined : ` → ${nameOf(predicted)}`}</span>
<span class="muted">${loss === null ? "–" : formatLoss(loss, 2)}</span>`,
  }));
  const which = inspection.checkpoint.classes > mostColumns ? "of all" : "of each class";
  return html`<p>The test images ${which} with the largest losses, in nats; where the net is wrong, → what it says.</p>
${gallery("hardest", tiles, inspection.data.classNames !== undefined)}`;
}
