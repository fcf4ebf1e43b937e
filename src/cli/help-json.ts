import { documents } from "../report/documents/documents.js";
import { fieldTable } from "../report/documents/field-table.js";
import { wrap } from "../report/terminal.js";

const opening = `\
With --json, stdout carries one JSON document on one line: the result, also when it misses --min-accuracy (exit code 1).
A training that fails or is stopped before its end leaves stdout empty.`;

const stability = `\
These fields are stable: a later version may add some, but removes or renames none, and none gets another type or
meaning. A field with "?" may be missing. JSON Schemas: configs/NAME-result.schema.json, where NAME is one of
${Object.keys(documents).join(", ")}.`;

/** `ohem help json`. @param width of the widest line */
export function helpJson(width: number): string {
  const paragraph = (text: string) => `${wrap(text.replaceAll("\n", " "), width)}\n`;
  const sections = Object.values(documents).map(
    ({ title, fields }) => `${paragraph(title)}\n${fieldTable(fields, width)}`,
  );
  return [paragraph(opening), paragraph(stability), ...sections].join("\n");
}
