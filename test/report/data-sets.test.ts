import { expect, test } from "vitest";
import { dataSetsText } from "../../src/report/data-sets.js";
import { recorder } from "./streams.js";

test("a set that is there, and one that is not", () => {
  const sets = [
    { name: "a", title: "Set A", folder: "/data/a", problem: null, install: "get a" },
    { name: "b", title: "Set B", folder: null, problem: "data set b: cannot read /data/b", install: "get b" },
  ];
  expect(dataSetsText(sets, recorder()).split("\n").slice(0, 8)).toEqual([
    "a: Set A",
    "  in /data/a",
    "  from: get a",
    "",
    "b: Set B",
    "  not there: data set b: cannot read /data/b",
    "  to get it: get b",
    "",
  ]);
});
