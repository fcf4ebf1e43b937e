import { fileURLToPath } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { expect, test } from "vitest";
import { documents } from "../../../src/report/documents/documents.js";
import { fieldTable } from "../../../src/report/documents/field-table.js";

test.each(Object.entries(documents))(
  "configs/%s-result.schema.json is the schema of the document (npm test -- -u writes it)",
  async (name, { schema, title }) => {
    const jsonSchema = {
      ...toJsonSchema(schema, { target: "draft-2020-12", ignoreActions: ["readonly"] }),
      title: `The JSON of ${title} ("ohem help json" shows its fields as a table)`,
    };
    const file = new URL(`../../../configs/${name}-result.schema.json`, import.meta.url);
    await expect(`${JSON.stringify(jsonSchema, undefined, 2)}\n`).toMatchFileSnapshot(fileURLToPath(file));
  },
);

test.each(Object.entries(documents))("every field of %s has a type and a meaning", (_, { fields }) => {
  for (const line of fieldTable(fields, Number.POSITIVE_INFINITY).trimEnd().split("\n")) {
    expect(line).toMatch(
      /^ *\w+\?? +(number or )?(string|number|integer|boolean|object|list of \w+s)( or null)? {2,}\w.{2,}$|^field/,
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
