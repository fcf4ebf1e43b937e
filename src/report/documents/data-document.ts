import * as v from "valibot";
import type { DataSetState } from "../../data/list.js";
import { list, object, text } from "../../files/json-fields.js";

const dataSet = object("a data set", {
  name: text("as --data takes it"),
  title: text("for people"),
  folder: v.nullable(text("where its files are; null: they are not there")),
  problem: v.nullable(text("what is missing; null: nothing")),
  install: text("what brings it, or restores it: a command, and where it works"),
}) satisfies v.GenericSchema<unknown, DataSetState>;

/** What `ohem data --json` prints. */
export const dataDocumentSchema = v.strictObject({ sets: list("the known data sets", dataSet) });
