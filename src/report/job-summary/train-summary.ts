import type { RunStarted } from "../../train/events.js";
import { accuracyGate } from "../accuracy-gate.js";
import { formatAccuracy, formatCount, formatCountOf, formatPercent, formatSeconds } from "../numbers.js";
import type { Reporter } from "../reporter.js";
import { gateWords } from "./gate-words.js";
import { inMarkdown, markdownTable } from "./markdown.js";

/**
 * The result of a complete run as a job's summary.
 * @param minAccuracy the gate, where there is one
 */
export function trainSummary(write: (markdown: string) => void, minAccuracy?: number): Reporter {
  let run: RunStarted;
  return {
    run(event) {
      run = event;
    },
    finished({ complete, testAccuracy, steps, trainSeconds, forwardExamples, backwardExamples }) {
      if (!complete || testAccuracy === undefined) return;
      const skipped = forwardExamples - backwardExamples;
      const rows = [
        ["loss", run.loss],
        ["data", `${run.data.name}, ${formatCount(run.data.train)} training examples`],
        ["training", `${formatCountOf(run.epochs, "epoch")} (${formatCountOf(steps, "step")}), seed ${run.seed}`],
        ["seconds", formatSeconds(trainSeconds)],
        ["backward passes skipped", formatPercent(skipped / forwardExamples, 1)],
        ["engine", run.engine.description],
      ];
      const title = `### ohem train: test accuracy ${inMarkdown(formatAccuracy(testAccuracy))}`;
      const gate = gateWords(accuracyGate(testAccuracy, minAccuracy));
      write(`${[title, ...gate, markdownTable(settingColumns, rows)].join("\n\n")}\n\n`);
    },
  };
}

const settingColumns = [
  { header: "setting", align: "left", cell: ([name]: readonly string[]) => name },
  { header: "value", align: "left", cell: ([, value]: readonly string[]) => value },
] as const;
