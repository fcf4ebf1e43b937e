/** The files of a comparison's folder. */
export const planName = "plan.json";
export const trialsFolder = "trials";
/** what each shard says of itself */
export const shardsFolder = "shards";
export const comparisonName = "comparison.json";
/** there while a process trains in the folder */
export const lockName = "lock";

/** Below the working directory: folders of comparisons that were given none. */
export const comparisonsFolder = "comparisons";
