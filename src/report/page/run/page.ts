import type { RunInspection } from "../../../run/inspect-run.js";
import { trainCommand } from "../../commands.js";
import { figure } from "../figure.js";
import { html } from "../html.js";
import type { ReportPage } from "../report-page.js";
import { classRows, classTable, confusionMatrix } from "./classes.js";
import { curves } from "./curves.js";
import { drawingPart } from "./drawing.js";
import { historyOf } from "./history.js";
import { lead, titleOf } from "./lead.js";
import { lossFigure, ratioTable } from "./loss-part.js";
import { lossShare } from "./loss-share.js";
import { settingsPart } from "./settings.js";
import { suspectHistories, suspectsPart } from "./suspects.js";
import { confidentErrors, errorGallery, hardestGallery, hardestOfClasses } from "./test-images.js";

/** The report of a run. @param script of the page */
export function runPage(inspection: RunInspection, script: string): ReportPage {
  const { checkpoint, evaluation, suspects } = inspection;
  const history = historyOf(inspection);
  const plots = curves(history);
  const classes = classRows(inspection);
  const errors = confidentErrors(inspection);
  const hardest = hardestOfClasses(inspection);
  const histories = suspectHistories(inspection);
  const share = lossShare(checkpoint.ledger.lastLoss);
  const sits = share === undefined ? undefined : lossFigure(share);
  const drawing = drawingPart(inspection);
  const sections = [
    { id: "curves", heading: "Curves", content: html`<div class="grid">${plots.map(figure)}</div>` },
    { id: "try", heading: "Try it", content: drawing },
    {
      id: "classes",
      heading: "Classes",
      content: html`<div class="stack">${confusionMatrix(inspection)}${classTable(inspection, classes)}</div>`,
    },
    { id: "errors", heading: "Most confident errors", content: errorGallery(inspection, errors) },
    { id: "hardest", heading: "Hardest test images", content: hardestGallery(inspection, hardest) },
    { id: "suspects", heading: "Suspects", content: suspectsPart(inspection, histories) },
    {
      id: "loss-share",
      heading: "Where the loss sits",
      content:
        share === undefined || sits === undefined
          ? html`<p>No training example has a loss yet, or all losses are 0.</p>`
          : html`<div class="grid">${figure(sits)}<div>${ratioTable(share)}</div></div>`,
    },
    { id: "settings", heading: "Settings and versions", content: settingsPart(inspection) },
  ];
  const { confusion, ...figures } = evaluation;
  const { seconds: _, ...test } = figures;
  return {
    title: titleOf(inspection),
    lead: lead(inspection),
    sections: sections.filter(({ content }) => content !== undefined),
    data: {
      command: trainCommand(checkpoint.config),
      settings: checkpoint.config,
      ohem: checkpoint.version,
      dataSha256: checkpoint.dataSha256,
      derivedSha256: checkpoint.derivedSha256,
      complete: checkpoint.loop.epoch >= checkpoint.config.epochs,
      steps: checkpoint.loop.step,
      test,
      confusion: confusion.map((row) => row.flatMap((count, label) => (count > 0 ? [[label, count]] : []))),
      classes,
      history,
      errors,
      hardest,
      suspects: typeof suspects === "string" ? null : { from: suspects.from, to: suspects.to, examples: histories },
      lossShare: share,
    },
    script,
    plots: [...plots, ...(sits === undefined ? [] : [sits])],
  };
}
