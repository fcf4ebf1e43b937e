import * as v from "valibot";

/**
 * Makers of the fields of a JSON document. Types, the tables of `ohem help json` and the JSON Schemas in configs/ are
 * all made from them, so every field has its meaning here.
 */
export const text = (meaning: string) => v.pipe(v.string(), v.description(meaning));

export const flag = (meaning: string) => v.pipe(v.boolean(), v.description(meaning));

export const number = (meaning: string) => v.pipe(v.number(), v.description(meaning));

/** An integer >= 0. */
export const count = (meaning: string) => v.pipe(v.number(), v.integer(), v.minValue(0), v.description(meaning));

export const atLeastZero = (meaning: string) => v.pipe(v.number(), v.minValue(0), v.description(meaning));

/** From 0 to 1. */
export const share = (meaning: string) => v.pipe(v.number(), v.minValue(0), v.maxValue(1), v.description(meaning));

export const oneOf = <const Names extends readonly string[]>(names: Names, meaning: string) =>
  v.pipe(v.picklist(names), v.description(meaning));

export const object = <const Entries extends v.ObjectEntries>(meaning: string, entries: Entries) =>
  v.pipe(v.strictObject(entries), v.description(meaning));

export const list = <const Item extends v.GenericSchema>(meaning: string, item: Item) =>
  v.pipe(v.array(item), v.readonly(), v.description(meaning));

export const interval = (meaning: string) =>
  v.pipe(v.strictTuple([v.number(), v.number()]), v.readonly(), v.description(`lower and upper end ${meaning}`));
