import { fileURLToPath } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { expect, test } from "vitest";
import { evalDocumentSchema } from "../../../src/report/documents/eval-document.js";
import { fieldTable } from "../../../src/report/documents/field-table.js";
import { predictDocumentSchema } from "../../../src/report/documents/predict-document.js";
import { shardDocumentSchema } from "../../../src/report/documents/shard-document.js";
import { trainDocumentSchema } from "../../../src/report/documents/train-document.js";

const commandOf = (name: string) => (name === "shard" ? "compare --shard I/N" : name);

test.each([
  ["train", trainDocumentSchema],
  ["eval", evalDocumentSchema],
  ["predict", predictDocumentSchema],
  ["shard", shardDocumentSchema],
])(
  "configs/%s-result.schema.json is the schema of the document (npm test -- -u writes it)",
  async (command, schema) => {
    const jsonSchema = {
      ...toJsonSchema(schema, { target: "draft-2020-12", ignoreActions: ["readonly"] }),
      title: `What ohem ${commandOf(command)} --json prints; "ohem help json" shows it as a table`,
    };
    const file = new URL(`../../../configs/${command}-result.schema.json`, import.meta.url);
    await expect(`${JSON.stringify(jsonSchema, undefined, 2)}\n`).toMatchFileSnapshot(fileURLToPath(file));
  },
);

test.each([
  ["train", trainDocumentSchema],
  ["eval", evalDocumentSchema],
  ["predict", predictDocumentSchema],
  ["shard", shardDocumentSchema],
])("every field of %s --json has a type and a meaning", (_, schema) => {
  for (const line of fieldTable(schema, Number.POSITIVE_INFINITY).trimEnd().split("\n")) {
    expect(line).toMatch(
      /^ *\w+\?? +(string|number|integer|boolean|object|list of \w+s)( or null)? {2,}\w.{3,}$|^field/,
    );
  }
});

test("a narrow table breaks the meanings, below where they begin", () => {
  const text = (meaning: string) => v.pipe(v.string(), v.description(meaning));
  const schema = v.strictObject({
    name: text("a name of a thing that goes on"),
    parts: v.array(v.strictObject({ size: v.optional(v.nullable(text("of it"))) })),
  });
  expect(fieldTable(schema, 45).split("\n")).toEqual([
    "field    type             meaning",
    "name     string           a name of a thing",
    "                          that goes on",
    "parts    list of objects  ",
    "  size?  string or null   of it",
    "",
  ]);
});
