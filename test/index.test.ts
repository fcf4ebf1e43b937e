import { expectTypeOf, test } from "vitest";
import type {
  EngineOptions,
  evaluateRun,
  exportModel,
  findResumable,
  predict,
  report,
  resolveConfig,
  resume,
  suspects,
  TestPredictions,
  train,
} from "../src/index.js";
import type { LossOptions } from "../src/tfjs/index.js";

/** What a caller under `exactOptionalPropertyTypes` may pass: every option as undefined. */
type AllUndefined<Options> = { readonly [Name in keyof Options]: undefined };
type Given<Options> = AllUndefined<Required<NonNullable<Options>>>;

test("options may be undefined", () => {
  type Train = Parameters<typeof train>[1];
  expectTypeOf<Given<Train>>().toExtend<Train>();
  type Resume = Parameters<typeof resume>[1];
  expectTypeOf<Given<Resume>>().toExtend<Resume>();
  type Find = Parameters<typeof findResumable>[1];
  expectTypeOf<Given<Find>>().toExtend<Find>();
  type Suspects = Parameters<typeof suspects>[0];
  expectTypeOf<Given<Suspects>>().toExtend<Suspects>();
  type Report = Parameters<typeof report>[0];
  expectTypeOf<Given<Report>>().toExtend<Report>();
  type Predict = NonNullable<Parameters<typeof predict>[1]>;
  expectTypeOf<Given<Predict>>().toExtend<Predict>();
  type Settings = Parameters<typeof resolveConfig>[0];
  expectTypeOf<Given<Settings>>().toExtend<Settings>();
  type Export = Omit<Parameters<typeof exportModel>[0], "to" | "out">;
  expectTypeOf<Given<Export>>().toExtend<Export>();
  type Splits = Pick<EngineOptions, "train" | "test" | "adam">;
  expectTypeOf<Given<Splits>>().toExtend<Splits>();
  type Loss = LossOptions<{ readonly ratio: number }>;
  expectTypeOf<Given<Loss>>().toExtend<Loss>();
});

test("predictions that were asked for are there", () => {
  type Evaluate = typeof evaluateRun;
  expectTypeOf<Evaluate>().toBeCallableWith({ predictions: false });
  const typed = (evaluate: Evaluate) => evaluate({ predictions: true });
  expectTypeOf<Awaited<ReturnType<typeof typed>>["predictions"]>().toEqualTypeOf<TestPredictions>();
  const untold = (evaluate: Evaluate) => evaluate({});
  expectTypeOf<Awaited<ReturnType<typeof untold>>["predictions"]>().toEqualTypeOf<TestPredictions | undefined>();
});
