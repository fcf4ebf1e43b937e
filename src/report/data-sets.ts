import type { DataSetState } from "../data/list.js";
import { lineWidth, type Output, wrap, wrapLine } from "./terminal.js";

const widest = 80;

const folders =
  "Other data: --data FOLDER takes a folder with IDX files of 28x28 images, plain or .gz: four with MNIST's names " +
  "(KMNIST has those too), or a split of EMNIST (emnist-SPLIT-train-images-idx3-ubyte and so on; of a folder with " +
  "several splits, --data FOLDER/emnist-SPLIT takes one).";

/** Every known set: its name, where it is or what is missing, and what brings it. */
export function dataSetsText(sets: readonly DataSetState[], stdout: Output): string {
  const lines = sets.flatMap(({ name, title, folder, problem, install }) => [
    `${name}: ${title}`,
    folder === null ? `  not there: ${problem}` : `  in ${folder}`,
    folder === null ? `  to get it: ${install}` : `  from: ${install}`,
    "",
  ]);
  const width = lineWidth(stdout);
  return `${[...lines.map((line) => wrapLine(line, width)), wrap(folders, Math.min(width, widest))].join("\n")}\n`;
}
