import { loadData } from "../data/load.js";
import { type Check, check } from "./check.js";

/** Whether the data that `ohem train` takes by default can be trained on: every file is read and its SHA-256 compared. */
export function dataCheck(): Promise<Check> {
  return check("data", async () => {
    const { name, folder, train, test } = await loadData("mnist");
    return `${name} in ${folder}: ${train.count} training and ${test.count} test examples, SHA-256 verified`;
  });
}
