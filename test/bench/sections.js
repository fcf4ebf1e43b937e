import { measureAccuracy } from "./sections/accuracy.js";
import { measureKernels } from "./sections/kernels.js";
import { measurePeers } from "./sections/peers.js";
import { measureStart } from "./sections/start.js";
import { measureTraining } from "./sections/training.js";
import { measureTrials } from "./sections/trials.js";

/**
 * @typedef Context
 * @property {string} folder temporary, for the files of a measurement
 * @property {string} python
 * @property {string} data
 * @property {number} epochs
 * @property {number} rounds
 * @property {(text: string) => void} progress prints a line on stderr
 */

/**
 * @typedef Measured
 * @property {unknown} figures plain JSON
 * @property {string[]} lines for people
 * @property {{ what: string, why: string }[]} [skipped]
 */

/** @type {{ name: string, measure: (context: Context) => Promise<Measured> }[]} */
export const sections = [
  { name: "training", measure: measureTraining },
  { name: "kernels", measure: measureKernels },
  { name: "peers", measure: measurePeers },
  { name: "accuracy", measure: measureAccuracy },
  { name: "start", measure: measureStart },
  { name: "trials", measure: measureTrials },
];
