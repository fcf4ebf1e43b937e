import { evalDocumentSchema } from "../report/documents/eval-document.js";
import { fieldTable } from "../report/documents/field-table.js";
import { predictDocumentSchema } from "../report/documents/predict-document.js";
import { shardDocumentSchema } from "../report/documents/shard-document.js";
import { trainDocumentSchema } from "../report/documents/train-document.js";
import { wrap } from "../report/terminal.js";

const opening = `\
With --json, stdout carries one JSON document on one line: the result, also when it misses --min-accuracy (exit code 1).
A training that fails or is stopped before its end leaves stdout empty.`;

const stability = `\
These fields are stable: a later version may add some, but removes or renames none, and none gets another type or
meaning. A field with "?" may be missing. JSON Schemas: configs/train-result.schema.json,
configs/eval-result.schema.json, configs/predict-result.schema.json and configs/shard-result.schema.json.`;

/** `ohem help json`. @param width of the widest line */
export function helpJson(width: number): string {
  const paragraph = (text: string) => wrap(text.replaceAll("\n", " "), width);
  return [
    `${paragraph(opening)}\n`,
    `${paragraph(stability)}\n`,
    `ohem train --json\n\n${fieldTable(trainDocumentSchema, width)}`,
    `ohem eval --json\n\n${fieldTable(evalDocumentSchema, width)}`,
    `ohem predict --json\n\n${fieldTable(predictDocumentSchema, width)}`,
    `ohem compare --shard I/N --json\n\n${fieldTable(shardDocumentSchema, width)}`,
  ].join("\n");
}
