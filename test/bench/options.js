import { InvalidArgumentError } from "commander";
import { program } from "./program.js";
import { sections } from "./sections.js";

/**
 * @typedef Options
 * @property {string} python the Python with PyTorch
 * @property {string | undefined} json
 * @property {string} data a known set's name or a folder, as `ohem train` takes it
 * @property {number} epochs per measurement
 * @property {number} rounds
 * @property {typeof sections} sections
 */

/** @returns {Options} */
export function readOptions() {
  /** @type {Omit<Options, "sections"> & { only?: typeof sections }} */
  const { only = sections, ...options } = program(
    "npm run bench --",
    "measures ohem on this machine, next to PyTorch if it is installed",
  )
    .option("--python <python>", "the Python with PyTorch", "python3")
    .option("--json <file>", "write the figures as JSON")
    .option("--data <name|folder>", "a known data set, or a folder with the four IDX files", "mnist")
    .option("--epochs <count>", "epochs per measurement", count, 1)
    .option("--rounds <count>", "measurements per contestant, alternated; the median is reported", count, 5)
    .option("--only <sections>", `some of ${sections.map(({ name }) => name).join(", ")} (default: all)`, chosen)
    .parse()
    .opts();
  return { ...options, sections: only };
}

/** @param {string} text */
function count(text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("Expected an integer >= 1.");
  return value;
}

/** @param {string} text */
function chosen(text) {
  return text.split(",").map((name) => {
    const found = sections.find((section) => section.name === name);
    if (found) return found;
    throw new InvalidArgumentError(`Expected some of ${sections.map((section) => section.name).join(",")}.`);
  });
}
