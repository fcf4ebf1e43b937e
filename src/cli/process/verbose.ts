export const verboseFlag = ["--verbose", "show TensorFlow's own log on stderr"] as const;

/** TensorFlow reads the level from the environment when it is loaded. */
export function beVerbose(verbose: boolean): void {
  if (verbose) process.env.TF_CPP_MIN_LOG_LEVEL = "0";
}
