import type { Html } from "./html.js";
import type { Page } from "./shell.js";

/** A page, and those of its plots that can be written as files of their own. */
export interface ReportPage extends Page {
  readonly plots: readonly { readonly name: string; readonly plot: Html }[];
}
