import * as v from "valibot";
import { wrap } from "../terminal.js";

interface Row {
  /** indented below the object that it belongs to; with a question mark where it may be missing */
  readonly field: string;
  readonly type: string;
  readonly meaning: string;
}

const indent = "  ";
const gap = "  ";
const narrowestMeaning = 20;

/** A table of a document's fields: name, type, meaning. @param width of the widest line, if its words allow it */
export function fieldTable({ entries }: { readonly entries: v.ObjectEntries }, width: number): string {
  const rows = [{ field: "field", type: "type", meaning: "meaning" }, ...rowsOf(entries, "")];
  const [fieldWidth, typeWidth] = (["field", "type"] as const).map((column) =>
    Math.max(...rows.map((row) => row[column].length)),
  );
  const start = fieldWidth + gap.length + typeWidth + gap.length;
  const lines = rows.map(({ field, type, meaning }) => {
    const wrapped = wrap(meaning, Math.max(narrowestMeaning, width - start));
    return [field.padEnd(fieldWidth), type.padEnd(typeWidth), wrapped.replaceAll("\n", `\n${" ".repeat(start)}`)];
  });
  return `${lines.map((cells) => cells.join(gap)).join("\n")}\n`;
}

function rowsOf(entries: v.ObjectEntries, before: string): Row[] {
  return Object.entries(entries).flatMap(([name, entry]) => {
    const schema = isOptional(entry) ? entry.wrapped : entry;
    const meaning = v.getDescription(isNullable(schema) ? schema.wrapped : schema) ?? "";
    const row = { field: `${before}${name}${isOptional(entry) ? "?" : ""}`, type: typeOf(schema), meaning };
    return [row, ...rowsOf(entriesOf(schema), before + indent)];
  });
}

function typeOf(schema: v.GenericSchema): string {
  if (isNullable(schema)) return `${typeOf(schema.wrapped)} or null`;
  if (isList(schema)) return `list of ${typeOf(schema.item).split(" ")[0]}s`;
  if (isObject(schema)) return "object";
  if (isUnion(schema)) return schema.options.map(typeOf).join(" or ");
  if (schema.type === "strict_tuple") return "list of numbers";
  if (schema.type === "picklist") return "string";
  if (schema.type === "literal") return "integer";
  return isInteger(schema) ? "integer" : schema.type;
}

/** The fields of an object, or of the objects in a list. */
function entriesOf(schema: v.GenericSchema): v.ObjectEntries {
  if (isNullable(schema)) return entriesOf(schema.wrapped);
  if (isList(schema)) return entriesOf(schema.item);
  return isObject(schema) ? schema.entries : {};
}

function isOptional(schema: v.GenericSchema): schema is v.OptionalSchema<v.GenericSchema, undefined> {
  return schema.type === "optional";
}

function isNullable(schema: v.GenericSchema): schema is v.NullableSchema<v.GenericSchema, undefined> {
  return schema.type === "nullable";
}

function isList(schema: v.GenericSchema): schema is v.ArraySchema<v.GenericSchema, undefined> {
  return schema.type === "array";
}

function isUnion(schema: v.GenericSchema): schema is v.UnionSchema<v.GenericSchema[], undefined> {
  return schema.type === "union";
}

function isObject(schema: v.GenericSchema): schema is v.StrictObjectSchema<v.ObjectEntries, undefined> {
  return schema.type === "strict_object";
}

function isInteger(schema: v.GenericSchema): boolean {
  return "pipe" in schema && Array.isArray(schema.pipe) && schema.pipe.some(({ type }) => type === "integer");
}
