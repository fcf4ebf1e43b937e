/** The files of a run's folder. */
export const configName = "config.json";
export const metricsName = "metrics.jsonl";
export const modelName = "model.safetensors";
export const examplesName = "examples.csv";
/** there while a process writes the run */
export const lockName = "lock";

/** Below the working directory: folders of runs that were given none, and a file that names the last finished run. */
export const runsFolder = "runs";
export const latestName = "latest";
