import { type Content, type Html, html } from "./html.js";

export interface Column<Row> {
  readonly header: string;
  readonly cell: (row: Row) => Content;
  /** `number`, the default, stands at the right; `heading` names its row */
  readonly kind?: "number" | "text" | "heading" | undefined;
}

/** A table with its caption. Where it is wider than the page, it scrolls in itself. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  const heads = columns.map(({ header, kind }) => html`<th scope="col"${numeric(kind)}>${header}</th>`);
  const body = rows.map((row) => html`<tr>${columns.map((column) => cell(column, row))}</tr>\n`);
  return html`<div class="scroll" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody>
</table></div>`;
}

function cell<Row>({ kind, cell }: Column<Row>, row: Row): Html {
  if (kind === "heading") return html`<th scope="row">${cell(row)}</th>`;
  return html`<td${numeric(kind)}>${cell(row)}</td>`;
}

function numeric(kind: Column<unknown>["kind"]): Html | undefined {
  return kind === undefined || kind === "number" ? { markup: ' class="number"' } : undefined;
}
