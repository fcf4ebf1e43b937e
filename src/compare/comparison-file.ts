import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { FileFormatError } from "../errors/errors.js";
import { parseJsonFile } from "../files/parse-json-file.js";
import { readText } from "../files/read-file.js";
import { type Comparison, metrics } from "./comparison.js";

const maxBytes = 16 * 2 ** 20;
const number = v.pipe(v.number("a number"), v.finite("a number"));
const count = v.pipe(v.number("a count"), v.safeInteger("a count"), v.minValue(0, "a count"));
const text = v.string("a text");
const interval = v.tuple([number, number], "two numbers");

const pairFigures = {
  difference: number,
  interval: v.nullable(interval),
  p: v.nullable(number),
  pHolm: v.nullable(number),
  equivalenceP: v.nullable(number),
  equivalencePHolm: v.nullable(number),
  signFlipP: v.nullable(number),
  wins: count,
  losses: count,
  ties: count,
  verdict: v.picklist(["better", "worse", "equivalent", "not-shown", "identical"]),
  withinMargin: v.boolean(),
  smallestDetectable: v.nullable(number),
};
const nullable = <S extends v.GenericSchema>(schema: S) => v.nullable(schema);

const budget = v.strictObject({
  epochs: number,
  baselineEpochs: number,
  mean: number,
  baselineMean: number,
  difference: number,
  interval,
  seeds: count,
});
const race = v.strictObject({ median: nullable(number), wins: count, losses: count, ties: count, p: number });

/** comparison.json, which `Comparison` documents. */
const comparisonSchema = v.strictObject({
  baseline: text,
  metric: v.picklist(metrics),
  epochs: count,
  seeds: v.array(count),
  alpha: number,
  margin: number,
  missingTrials: v.optional(count, 0),
  looks: v.array(v.strictObject({ seeds: count, rule: v.picklist(["fixed", "sequential"]) })),
  contestants: v.pipe(
    v.array(
      v.strictObject({
        name: text,
        role: v.picklist(["baseline", "contestant", "control"]),
        mean: number,
        values: v.array(number),
        difference: nullable(pairFigures.difference),
        interval: pairFigures.interval,
        p: pairFigures.p,
        pHolm: pairFigures.pHolm,
        equivalenceP: pairFigures.equivalenceP,
        equivalencePHolm: pairFigures.equivalencePHolm,
        signFlipP: pairFigures.signFlipP,
        wins: nullable(count),
        losses: nullable(count),
        ties: nullable(count),
        verdict: nullable(pairFigures.verdict),
        withinMargin: nullable(pairFigures.withinMargin),
        smallestDetectable: pairFigures.smallestDetectable,
        backwardShare: number,
        relativeTime: nullable(number),
        diverged: count,
      }),
    ),
    v.minLength(2, "at least two"),
  ),
  against: v.array(v.strictObject({ name: text, against: text, ...pairFigures })),
  recommended: text,
  exploratory: v.strictObject({
    costs: v.strictObject({ cpu: text, trials: count, forward: number, backward: number, update: number }),
    contestants: v.array(
      v.strictObject({
        name: text,
        newImages: nullable(interval),
        equalBackward: nullable(budget),
        equalTime: nullable(budget),
        noBudget: nullable(text),
        target: nullable(
          v.strictObject({ accuracy: number, reached: count, seeds: count, steps: race, seconds: race }),
        ),
      }),
    ),
  }),
}) satisfies v.GenericSchema<unknown, Comparison>;

/** Reads a comparison.json. @throws FileFormatError for anything else */
export async function readComparisonFile(file: string): Promise<Comparison> {
  const content = await readText(file, maxBytes);
  const { success, issues, output } = v.safeParse(comparisonSchema, parseJsonFile(content, file));
  if (success) return output;
  throw new FileFormatError(file, pathOf(issues[0]).join(".") || "comparison", describeIssue(issues[0]));
}
