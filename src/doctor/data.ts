import { loadData } from "../data/load.js";
import { type Check, check } from "./check.js";

export const dataCheckName = "data";

/** Whether the default data set of `ohem train` can be used: every file is read, and its SHA-256 digest compared. */
export function dataCheck(): Promise<Check> {
  return check(dataCheckName, async () => {
    const { name, folder, train, test } = await loadData("mnist");
    const [trainCount, testCount] = [train, test].map(({ count }) => count.toLocaleString("en-US"));
    return `${name} in ${folder}: ${trainCount} training and ${testCount} test examples, SHA-256 verified`;
  });
}
