/** This package's version. Not read from package.json, because in a bundle the file beside is another package's. */
export const version: string = "0.1.0";

/**
 * Raised by every change that makes a training end in other bits on the wasm engine: a trial that was computed with
 * other arithmetic is another trial.
 */
export const arithmeticVersion = 1;
