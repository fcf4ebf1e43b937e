import { expect, test } from "vitest";
import { diagnosisText } from "../../src/report/diagnosis.js";
import { recorder } from "./streams.js";

const diagnosis = {
  checks: [
    { name: "node", state: "ok", found: "v20.20.2 on linux x64: the wasm engine runs here" },
    { name: "backend", state: "none", found: "no TensorFlow backend is installed", fix: "npx ohem backend install" },
  ],
  gpu: null,
} as const;

test("one line a check", () => {
  expect(diagnosisText(diagnosis, recorder()).split("\n")).toEqual([
    "ok      node        v20.20.2 on linux x64: the wasm engine runs here",
    "-       backend     no TensorFlow backend is installed; to fix it: npx ohem backend install",
    "",
  ]);
});

test("lines end between words on 80 and on 40 columns", () => {
  expect(diagnosisText(diagnosis, recorder(80)).split("\n")).toEqual([
    "ok      node        v20.20.2 on linux x64: the wasm engine runs here",
    "-       backend     no TensorFlow backend is installed; to fix it: npx ohem",
    "                    backend install",
    "",
  ]);
  expect(diagnosisText(diagnosis, recorder(40)).split("\n")).toEqual([
    "ok  node  v20.20.2 on linux x64: the",
    "  wasm engine runs here",
    "-  backend  no TensorFlow backend is",
    "  installed; to fix it: npx ohem",
    "  backend install",
    "",
  ]);
});
