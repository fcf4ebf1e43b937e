export const verboseFlag = ["--verbose", "let TensorFlow's own log through to stderr"] as const;

/** TensorFlow reads the level from the environment while it is loaded. */
export function beVerbose(verbose: boolean): void {
  if (verbose) process.env.TF_CPP_MIN_LOG_LEVEL = "0";
}
