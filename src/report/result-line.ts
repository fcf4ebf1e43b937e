import { formatAccuracy } from "./numbers.js";
import type { Reporter } from "./reporter.js";
import { type Environment, type Output, styled } from "./terminal.js";

/** Writes the result as the last line of a complete run. */
export function result(stdout: Output, env?: Environment): Reporter {
  return {
    finished({ complete, testAccuracy }) {
      if (complete && testAccuracy !== undefined) stdout.write(resultLine(testAccuracy, stdout, env));
    },
  };
}

/** The line that ends a training and an evaluation alike. */
export function resultLine(testAccuracy: number, stdout: Output, env?: Environment): string {
  return `${styled("result", `Test Accuracy: ${formatAccuracy(testAccuracy)}`, stdout, env)}\n`;
}
