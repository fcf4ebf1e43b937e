import { basename, dirname } from "node:path";
import { shownLoss } from "../../../config/loss-setting.js";
import type { RunInspection } from "../../../run/inspect-run.js";
import { findCollapse } from "../../../train/collapse.js";
import { collapseText } from "../../collapse.js";
import { trainCommand } from "../../commands.js";
import { formatAccuracy, formatCount, formatCountOf, formatPercent, formatSeconds } from "../../numbers.js";
import { type Html, html } from "../html.js";

export function titleOf({ model, checkpoint, data }: RunInspection): string {
  return `${basename(dirname(model))}: ${shownLoss(checkpoint.config)} on ${data.name}`;
}

/** The result in one sentence, and the command that gave it. */
export function lead(inspection: RunInspection): Html {
  const { checkpoint, evaluation } = inspection;
  const { config, loop } = checkpoint;
  const [seconds, forward, backward] = (["trainSeconds", "forwardExamples", "backwardExamples"] as const).map((key) =>
    loop.epochs.reduce((sum, epoch) => sum + epoch[key], 0),
  );
  const epochs = formatCountOf(loop.epoch, "epoch");
  const done = loop.batch > 0 ? `${epochs} and ${formatCountOf(loop.batch, "batch", "es")}` : epochs;
  const images = `${formatCount(evaluation.correct)} of ${formatCount(evaluation.examples)} test images`;
  const result = `${images} of ${inspection.data.name} are classified right after ${done}`;
  const skipped = forward > backward ? formatPercent(1 - backward / forward, 1) : undefined;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Steps", formatCount(loop.step)],
    ["Training time", loop.epochs.length > 0 ? `${formatSeconds(seconds)} s` : undefined],
    ["Backward passes skipped", skipped],
    ["Balanced accuracy", formatAccuracy(evaluation.balancedAccuracy)],
    ["Mean test loss", formatNats(evaluation.testLoss)],
  ];
  const shown = facts.filter(([, value]) => value !== undefined);
  return html`<h1>${titleOf(inspection)}</h1>
<p class="result"><strong>${formatAccuracy(evaluation.testAccuracy)}</strong> <span>test accuracy</span></p>
<p>${result}.</p>
${unfinished(inspection)}${collapsed(inspection)}
<pre><code>${trainCommand(config)}</code></pre>
<dl class="facts">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** What a reader has to know of a run that did not do all its epochs. */
function unfinished({ checkpoint, metrics }: RunInspection): Html | undefined {
  const { config, loop } = checkpoint;
  if (loop.epoch >= config.epochs) return undefined;
  const end =
    metrics?.complete === false
      ? "It was stopped"
      : "It is still under way, was killed, or failed, for instance because its loss diverged";
  return html`<p class="note"><strong>Not complete:</strong> this run has done ${loop.epoch} of
${formatCountOf(config.epochs, "epoch")}. ${end}. The report shows its last checkpoint.</p>`;
}

/** The model is tested as it is, so this is known of a run that was stopped after an epoch, too. */
function collapsed({ checkpoint, evaluation: { testLoss } }: RunInspection): Html | undefined {
  const { config, loop, classes } = checkpoint;
  const collapse = findCollapse(classes, loop.epochs, { steps: loop.step, testLoss });
  if (collapse === undefined) return undefined;
  return html`\n<p class="note"><strong>Collapsed:</strong> ${collapseText(collapse, config.lr)}.</p>`;
}

function formatNats(loss: number): string {
  if (!Number.isFinite(loss)) return "not finite";
  return loss < 1e6 ? loss.toFixed(4) : loss.toExponential(3);
}
