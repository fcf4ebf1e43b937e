import { dirname, join, resolve } from "node:path";
import type { Comparison } from "../../compare/comparison.js";
import { comparisonFolderAt } from "../../compare/find-comparison.js";
import { judgeFolderAgain, withTrials } from "../../compare/with-trials.js";
import type { DataInMemory } from "../../data/in-memory.js";
import { InputError, SettingError } from "../../errors/errors.js";
import { type KnownOptions, requireKnown } from "../../errors/known-options.js";
import { requireText } from "../../errors/require-type.js";
import { attributeTo } from "../../errors/setting-problem.js";
import { shortened } from "../../errors/shortened.js";
import { checkWritable } from "../../files/check-writable.js";
import { writeFileWhole } from "../../files/write-file.js";
import { findRun } from "../../run/find-run.js";
import { inspectRun } from "../../run/inspect-run.js";
import type { ReportPage } from "./report-page.js";
import { pageScript } from "./script.js";
import { renderPage } from "./shell.js";
import { requirePlotFolder, writePlots } from "./write-plots.js";

/** The parts that draw are loaded while a run or a comparison is read. */
const importRunPage = () => import("./run/page.js");
const importComparisonPage = () => import("./comparison/page.js");

/** What `report` takes. */
export interface ReportOptions {
  /** a run's folder or a model file, or a comparison's folder; undefined: the latest run that finished */
  readonly of?: string | undefined;
  /** the HTML file to write; undefined: report.html in the folder of the run or comparison */
  readonly out?: string | undefined;
  /** a folder, made if it is missing, that gets a file for each plot */
  readonly svg?: string | undefined;
  /** the run's data, or where it is now; undefined: where it was */
  readonly data?: string | DataInMemory | undefined;
  /** of a comparison: although trials are missing, from the seeds that are complete */
  readonly partial?: boolean | undefined;
}

const known = {
  of: true,
  out: true,
  svg: true,
  data: true,
  partial: true,
} as const satisfies KnownOptions<ReportOptions>;

/** What was written, absolute. */
export interface WrittenReport {
  readonly file: string;
  readonly bytes: number;
  /** the plots */
  readonly svg: readonly string[];
}

/** The name of a report in its folder. */
const reportName = "report.html";

/**
 * Writes a report: one HTML file that needs no network and no server. The same run or comparison gives the
 * same bytes.
 * @throws InputError when there is no such run or comparison, without a run's data or a comparison's trials, and for a
 * place that cannot be written; RunError when writing fails
 */
export async function report(options: ReportOptions = {}): Promise<WrittenReport> {
  requireKnown("report", options, known);
  const { of, out, svg } = options;
  requireText("of", of, "the folder of a run or a comparison, or a model file");
  requireText("out", out, "the name of an .html file");
  requireText("svg", svg, "a folder");
  const comparison = of === undefined ? undefined : await comparisonFolderAt(of);
  return comparison === undefined ? reportRun(options) : reportComparison(comparison, options);
}

/** Writes the report of a verdict that was just reached into its folder. */
export async function reportVerdict(folder: string, comparison: Comparison): Promise<WrittenReport> {
  const [shown, script, { comparisonPage }] = await Promise.all([
    withTrials(folder, comparison),
    pageScript(),
    importComparisonPage(),
  ]);
  return write(comparisonPage(shown, script), join(folder, reportName), undefined);
}

async function reportComparison(folder: string, { out, svg, data, partial = false }: ReportOptions) {
  if (data !== undefined) throw new SettingError("data", "only for the report of a run; a comparison needs no data");
  const file = resolve(out ?? join(folder, reportName));
  await requirePlaces(file, svg);
  const [shown, script, { comparisonPage }] = await Promise.all([
    judgeFolderAgain(folder, partial),
    pageScript(),
    importComparisonPage(),
  ]);
  return write(comparisonPage(shown, script), file, svg);
}

async function reportRun(options: ReportOptions): Promise<WrittenReport> {
  const { of, svg, partial } = options;
  if (partial) throw new SettingError("partial", `only for a comparison, and ${of ?? "the latest run"} is none`);
  const { model } = await findRun(of).catch((error) => {
    if (of === undefined || !(error instanceof InputError)) throw error;
    throw new InputError(`${error.message}; or a comparison's folder`);
  });
  const file = resolve(options.out ?? join(dirname(model), reportName));
  await requirePlaces(file, svg);
  const [inspection, script, { runPage }] = await Promise.all([
    inspectRun(model, options.data),
    pageScript(),
    importRunPage(),
  ]);
  return write(runPage(inspection, script), file, svg);
}

/** Another ending is a mistake: a forgotten value would take the run's name, and a model could be replaced. */
async function requirePlaces(file: string, svg: string | undefined): Promise<void> {
  if (!/[^/\\]\.html?$/i.test(file)) {
    throw new SettingError("out", `expected the name of an .html file, got ${shortened(file)}`);
  }
  await attributeTo("out", checkWritable(file));
  if (svg !== undefined) await attributeTo("svg", requirePlotFolder(svg));
}

async function write(page: ReportPage, file: string, svg: string | undefined): Promise<WrittenReport> {
  const text = renderPage(page);
  await writeFileWhole(file, text);
  return { file, bytes: Buffer.byteLength(text), svg: svg === undefined ? [] : await writePlots(page, svg) };
}
