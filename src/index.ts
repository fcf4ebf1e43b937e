export type { ExportFormat } from "./checkpoint/export/encode.js";
export type { ModelCard, TensorCard } from "./checkpoint/model-card.js";
export type { LoadedCheckpoint } from "./checkpoint/read-checkpoint.js";
export { compare } from "./compare/compare.js";
export type { Comparison, ContestantVerdict, Look, Metric, PairVerdict, Verdict } from "./compare/comparison.js";
export type { Contestant } from "./compare/contestants.js";
export type { Costs } from "./compare/costs.js";
export type * from "./compare/events.js";
export type { BudgetFigures } from "./compare/exploratory/budget.js";
export type { Exploratory, ExploratoryFigures } from "./compare/exploratory/exploratory.js";
export type { RaceFigures, TargetFigures } from "./compare/exploratory/target.js";
export type { FurtherLook } from "./compare/further-look.js";
export type { JudgingOptions, RejudgingOptions } from "./compare/judging-options.js";
export type { CompareOptions } from "./compare/options.js";
export type { Origin, SharedSettings } from "./compare/origin.js";
export type { ResolvedContestant } from "./compare/resolve-contestants.js";
export { type Merged, type MergeOptions, mergeComparisons } from "./compare/shards/merge.js";
export type { Missing, MissingShards, MissingTrial } from "./compare/shards/missing.js";
export type { Shard } from "./compare/shards/shard.js";
export { type ShowOptions, showComparison } from "./compare/show.js";
export type { Trial, TrialSettings } from "./compare/trial.js";
export { type VerdictOptions, verdict } from "./compare/verdict.js";
export { resolveConfig } from "./config/resolve-config.js";
export type { ResolvedConfig, Settings } from "./config/settings.js";
export { shuffledIndices } from "./data/batches.js";
export type { DataOrigin, Dataset, LoadedData } from "./data/dataset.js";
export type { Derived } from "./data/derive.js";
export type { DataInMemory } from "./data/in-memory.js";
export { loadData } from "./data/load.js";
export type { PictureSource } from "./data/pictures/read-content.js";
export {
  type Adam,
  defaultAdam,
  type Engine,
  type EngineChoice,
  type EngineName,
  type EngineOptions,
  type EngineState,
  type Evaluated,
  type Forward,
  type Split,
} from "./engine/engine.js";
export { type CreateEngineOptions, createEngine, type SelectedEngine } from "./engine/select.js";
export {
  DivergedError,
  EngineMisuseError,
  FileFormatError,
  InputError,
  RunError,
  SettingError,
} from "./errors/errors.js";
export {
  defineLoss,
  type InferredDescription,
  type LossDefinition,
  type LossDescription,
  type LossModule,
  type LossValues,
  type ProjectSetting,
} from "./losses/definition.js";
export type { LossParameters, ValuesOf } from "./losses/inferred-values.js";
export { type Loss, type TrainingState, trainingState } from "./losses/loss.js";
export { loadLoss } from "./losses/own/load-loss.js";
export type { ChoiceParameter, NumberParameter, Parameter, ParameterValue } from "./losses/parts/parameter.js";
export { lossDefinitions, lossSpec, parseLoss } from "./losses/registry.js";
export type { ParameterName, Parameters } from "./model/net.js";
export type { Random } from "./random.js";
export { type ReportOptions, report, type WrittenReport } from "./report/page/report.js";
export { type EvaluateRunOptions, evaluateRun, type RunEvaluation } from "./run/evaluate-run.js";
export { type ExportModelOptions, exportModel, type ModelExport } from "./run/export-model.js";
export type { ModelSource } from "./run/open-model.js";
export { type Prediction, type Predictions, type PredictOptions, predict } from "./run/predict.js";
export type { HandedIn } from "./run/prepare.js";
export { findResumable, type ResumableRun, type ResumeSettings } from "./run/resume.js";
export { type RunSuspects, type SuspectsOptions, suspects } from "./run/suspects.js";
export type { TestPredictions } from "./run/test-predictions.js";
export { type ResumeOptions, resume, type TrainOptions, type TrainSettings, train } from "./run/train.js";
export type { Collapse } from "./train/collapse.js";
export { type Evaluation, evaluate } from "./train/evaluation.js";
export type * from "./train/events.js";
export { initialState } from "./train/initial-state.js";
export type { Ledger } from "./train/ledger.js";
export type { EpochLoss } from "./train/loss-by-epoch.js";
export type { LossHistory } from "./train/loss-history.js";
export type { Progress } from "./train/start.js";
export type { Suspect } from "./train/suspects.js";
export type { TrainedModel } from "./train/trained-model.js";
export { version } from "./version.js";
