import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { typeCheck } from "../support/type-check.js";

const options = { module: "NodeNext", skipLibCheck: true };

/** Each `@ts-expect-error` fails where the line below compiles. */
const program = `
import { type ExportFormat, defineLoss, type LossDefinition, type LossDescription, type NumberParameter } from "ohem";
import { ce, forTfjs, type InferredDescription, type LossParameters, type TfjsLossMaker } from "ohem/tfjs";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>) => {};

const parameters = {
  power: { kind: "number", summary: "of the losses", default: 1, minimum: 0 },
  share: { kind: "number", summary: "of the batch", default: 0.5 },
  ratio: { kind: "number", summary: "instead of a share", insteadOf: "share" },
  by: { kind: "choice", summary: "what divides", default: "kept", choices: ["kept", "batch"] },
} as const;
const none: NumberParameter = { kind: "number", summary: "without a default" };
type Values = {
  readonly power: number;
  readonly share: number | undefined;
  readonly ratio: number | undefined;
  readonly by: "kept" | "batch";
};

const inferred = defineLoss({
  name: "own",
  parameters: {
    power: { kind: "number", summary: "of the losses", default: 1, minimum: 0 },
    share: { kind: "number", summary: "of the batch", default: 0.5 },
    ratio: { kind: "number", summary: "instead of a share", default: undefined, insteadOf: "share" },
    by: { kind: "choice", summary: "what divides", default: "kept", choices: ["kept", "batch"] },
  },
  target: ({ share, ratio }) => share ?? 1 / (ratio ?? 1),
  contribution: ({ power }, loss) => loss ** power,
  build: (values) => {
    same<typeof values, Values>(true);
    const { power, by } = values;
    return (losses, weights) => weights.fill(power).length * (by === "kept" ? 1 : losses.length);
  },
});
same<typeof inferred, LossDefinition<Values>>(true);
inferred.create({ power: 1, by: "batch" });
// @ts-expect-error: misspelled
inferred.create({ powr: 1 });
// @ts-expect-error: no choice
inferred.create({ by: "all" });
forTfjs(inferred)({ power: 2, from: "logits" });
// @ts-expect-error: misspelled
forTfjs(inferred)({ powr: 2 });

const described = forTfjs({
  name: "own",
  parameters,
  build: ({ power }) => (_, weights) => weights.fill(power).length,
});
described({ power: 2 });
// @ts-expect-error: misspelled
described({ powr: 2 });

const describe = <P extends LossParameters>(description: InferredDescription<P>) => forTfjs(description);
same<typeof ce, TfjsLossMaker<Record<never, never>>>(true);
same<ExportFormat, "onnx" | "safetensors" | "tfjs">(true);
describe({ name: "own", parameters: { none }, build: () => (_, weights) => weights.fill(1).length });

defineLoss({
  name: "own",
  parameters: { power: { kind: "number", summary: "of the losses", default: 1 } },
  // @ts-expect-error: not a parameter
  build: ({ powr }) => (_, weights) => weights.fill(powr).length,
});
defineLoss({ name: "none", parameters: {}, build: () => (_, weights) => weights.fill(1).length }).create();

type Power = { readonly power: number };
declare const typed: LossDescription<Power>;
const explicit = defineLoss(typed);
same<typeof explicit, LossDefinition<Power>>(true);
const named = defineLoss<Power>(typed);
same<typeof named, LossDefinition<Power>>(true);
const any: LossDefinition = inferred as LossDefinition;
any.create({ power: 1 });
`;

test("defineLoss infers the names and types of the values from the parameters", async () => {
  const tilted = readFileSync("examples/own-loss/tilted.js", "utf8");
  expect(await typeCheck({ "program.mts": program, "tilted.mts": tilted }, options)).toBe("");
});
