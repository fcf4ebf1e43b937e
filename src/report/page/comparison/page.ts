import type { ComparisonWithTrials } from "../../../compare/with-trials.js";
import { rowsOf } from "../../comparison/rows.js";
import { figure } from "../figure.js";
import { html } from "../html.js";
import type { ReportPage } from "../report-page.js";
import { curveFigures } from "./curve-figures.js";
import { meanCurves } from "./curves.js";
import { exploratoryPart } from "./exploratory.js";
import { intervalFigure } from "./intervals.js";
import { lead, readingNotes, titleOf } from "./lead.js";
import { numbersOf } from "./numbers.js";
import { originPart } from "./origin.js";
import { trialsPart } from "./trials.js";
import { verdicts } from "./verdicts.js";

/** The report of a comparison. @param script of the page */
export function comparisonPage(shown: ComparisonWithTrials, script: string): ReportPage {
  const { comparison, entries } = shown;
  const rows = rowsOf(comparison);
  const curves = meanCurves(entries, comparison);
  const intervals = intervalFigure(comparison, rows);
  const plots = curveFigures(comparison, curves);
  const difference = plots.at(-1)!;
  return {
    title: titleOf(comparison),
    lead: lead(shown, rows),
    sections: [
      {
        id: "intervals",
        heading: "Differences",
        content: html`<div class="grid">${[intervals, difference].map(figure)}</div>`,
      },
      {
        id: "verdicts",
        heading: "Verdicts",
        content: html`${verdicts(comparison, rows)}
${readingNotes(comparison, rows)}`,
      },
      { id: "curves", heading: "Curves", content: html`<div class="grid">${plots.slice(0, -1).map(figure)}</div>` },
      { id: "trials", heading: "Trials", content: trialsPart(comparison, entries, rows) },
      { id: "exploratory", heading: "Exploratory", content: exploratoryPart(comparison) },
      { id: "origin", heading: "Repeat it", content: originPart(shown) },
    ],
    data: numbersOf(shown, curves, rows),
    script,
    plots: [intervals, ...plots],
  };
}
