import type * as v from "valibot";
import { comparisonSchema } from "../../compare/comparison-schema.js";
import { backendDocumentSchema, backendsDocumentSchema } from "./backends-document.js";
import { dataDocumentSchema } from "./data-document.js";
import { doctorDocumentSchema } from "./doctor-document.js";
import { evalDocumentSchema } from "./eval-document.js";
import { lossDocumentSchema, lossesDocumentSchema } from "./losses-document.js";
import { planDocumentSchema } from "./plan-document.js";
import { predictDocumentSchema } from "./predict-document.js";
import { shardDocumentSchema } from "./shard-document.js";
import { suspectsDocumentSchema } from "./suspects-document.js";
import { trainDocumentSchema } from "./train-document.js";

interface JsonDocument {
  /** what prints it */
  readonly title: string;
  /** of configs/NAME-result.schema.json */
  readonly schema: v.GenericSchema;
  /** the fields of its object, or of each in its list */
  readonly fields: { readonly entries: v.ObjectEntries };
}

const ofObject = (title: string, schema: JsonDocument["fields"] & v.GenericSchema): JsonDocument => {
  return { title, schema, fields: schema };
};

/** What the commands print with `--json`, by the names of their JSON Schemas in configs/. */
export const documents = {
  train: ofObject("ohem train --json", trainDocumentSchema),
  eval: ofObject("ohem eval --json", evalDocumentSchema),
  compare: ofObject(
    "ohem compare --json, ohem compare show --json, and comparison.json in the comparison's folder",
    comparisonSchema,
  ),
  plan: ofObject("ohem compare --dry-run --json", planDocumentSchema),
  shard: ofObject("ohem compare --shard I/N --json", shardDocumentSchema),
  suspects: ofObject("ohem suspects --json", suspectsDocumentSchema),
  predict: ofObject("ohem predict --json", predictDocumentSchema),
  losses: {
    title: "ohem losses --json: a list of losses; ohem losses NAME --json: one",
    schema: lossesDocumentSchema,
    fields: lossDocumentSchema,
  },
  data: ofObject("ohem data --json", dataDocumentSchema),
  doctor: ofObject("ohem doctor --json", doctorDocumentSchema),
  backends: {
    title: "ohem backend list --json: a list of backends",
    schema: backendsDocumentSchema,
    fields: backendDocumentSchema,
  },
} as const satisfies Readonly<Record<string, JsonDocument>>;
