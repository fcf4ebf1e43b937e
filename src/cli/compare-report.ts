import type { Comparison } from "../compare/comparison.js";

/** As `ohem report` does, of the verdict that was just reached; stdout carries the verdict. */
export async function writeComparisonReport(folder: string, comparison: Comparison, quiet: boolean): Promise<void> {
  const [{ reportVerdict }, { reportNote }] = await Promise.all([
    import("../report/page/report.js"),
    import("../report/page/report-note.js"),
  ]);
  const written = await reportVerdict(folder, comparison);
  if (!quiet) process.stderr.write(reportNote(written));
}
