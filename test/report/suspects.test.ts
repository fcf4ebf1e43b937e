import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { canDraw, drawSuspects } from "../../src/report/drawings.js";
import { suspectsCsv, suspectsJson, suspectsNotes, suspectsText } from "../../src/report/suspects.js";
import type { RunSuspects } from "../../src/run/suspects.js";
import { recorder } from "./streams.js";

/** A black image, and one whose upper half is white and whose last row is grey. */
const images = new Uint8Array(2 * 784).fill(255, 784, 784 + 392).fill(100, 784 + 756);
const often = { timesSelected: 10, losses: [0, 1, 9].map((epoch) => ({ epoch, loss: epoch + 0.5 })) };
const seldom = { timesSelected: 4, losses: [{ epoch: 1, loss: 0.25 }] };
const found: RunSuspects = {
  suspects: [
    { index: 59_999, example: 1, label: 5, predicted: 3, share: 1, meanLoss: 8.125, score: 8.125, ...often },
    { index: 7, example: 0, label: 9, predicted: 4, share: 0.75, meanLoss: 0.5, score: 0.375, ...seldom },
  ],
  model: "runs/first/model.safetensors",
  trainedWith: "ohem:ratio=3",
  data: "mnist",
  train: { images, labels: Uint8Array.of(9, 5), count: 2 },
  from: 1,
  to: 9,
  steps: 9380,
};

test("a row for each suspect, and what they are; never that a label is wrong", () => {
  const text = suspectsText(found, recorder());
  expect(text.split("\n")).toEqual([
    "index  label  predicted  share  mean loss  times selected",
    "59999      5          3   100%       8.13              10",
    "    7      9          4    75%       0.50               4",
    "",
    "Look at these 2 examples first: their labels may be wrong, or two classes may share them.",
    "",
  ]);
  expect(text).not.toMatch(/mislabel/i);
});

test("a narrow terminal gets fewer columns", () => {
  expect(suspectsText(found, recorder(50)).split("\n")[0]).toBe("index  label  predicted  share  mean loss");
});

test("without suspects there is one line", () => {
  expect(suspectsText({ ...found, suspects: [] }, recorder())).toMatch(/^No suspects: .*\n$/);
});

test("the notes say which epochs were counted", () => {
  expect(suspectsNotes(found, recorder()).split("\n").slice(1, 3)).toEqual([
    "Ledger: epochs 1 to 9, 2 training examples of mnist",
    "",
  ]);
  expect(suspectsNotes({ ...found, to: 1 }, recorder())).toContain("Ledger: epoch 1, ");
});

test("a run that is too young is named as such", () => {
  const early = "The run has made only 999 steps: before step 1,000 any net repeats its mistakes";
  expect(suspectsNotes({ ...found, steps: 999 }, recorder())).toContain(early);
  expect(suspectsNotes({ ...found, steps: 1000 }, recorder())).not.toContain("means little");
});

test("CSV has every figure in full, and a column for each epoch of which a loss is known", () => {
  expect(suspectsCsv(found).split("\n")).toEqual([
    "index,label,predicted,share,mean_loss,score,times_selected,loss_epoch_0,loss_epoch_1,loss_epoch_9",
    "59999,5,3,1,8.125,8.125,10,0.5,1.5,9.5",
    "7,9,4,0.75,0.5,0.375,4,,0.25,",
    "",
  ]);
});

test("the JSON document", () => {
  expect(JSON.parse(suspectsJson(found))).toEqual({
    suspects: [
      { index: 59_999, label: 5, predicted: 3, share: 1, meanLoss: 8.125, score: 8.125, ...often },
      { index: 7, label: 9, predicted: 4, share: 0.75, meanLoss: 0.5, score: 0.375, ...seldom },
    ],
    model: "runs/first/model.safetensors",
    trainedWith: "ohem:ratio=3",
    data: "mnist",
    examples: 2,
    epochs: { from: 1, to: 9 },
    steps: 9380,
    collapsed: false,
  });
});

test("of a net that has collapsed no example is to be looked at first", () => {
  const losses = { meanLoss: 2.3017, testLoss: 2.3014, guessing: Math.log(10) };
  const collapsed = { ...found, collapse: { epoch: 9, steps: 9380, keptFraction: 0.125, ...losses } };
  expect(suspectsNotes(collapsed, recorder())).toContain("collapsed to the uniform answer");
  expect(suspectsNotes(found, recorder())).not.toContain("collapsed");
  expect(suspectsText(collapsed, recorder())).not.toContain("Look at");
  expect(JSON.parse(suspectsJson(collapsed)).collapsed).toBe(true);
});

test("images are drawn side by side where they fit, two rows of pixels a line", () => {
  const text = drawSuspects(found, recorder(60), {});
  const lines = stripVTControlCharacters(text).split("\n");
  expect(lines.slice(0, 2)).toEqual(["", "59999: 5, predicted 3         7: 9, predicted 4"]);
  expect(lines.slice(2)).toEqual([...new Array(14).fill(`${"▀".repeat(28)}  ${"▀".repeat(28)}`), ""]);
  expect(text).toContain(`${"\x1b[38;5;255;48;5;255m▀".repeat(28)}\x1b[0m  \x1b[38;5;232;48;5;232m▀`);
  expect(text).toContain("\x1b[38;5;232;48;5;241m▀");
  expect(stripVTControlCharacters(drawSuspects(found, recorder(58), {})).split("\n")).toHaveLength(33);
});

test("with NO_COLOR pixels are bright or dark", () => {
  const lines = drawSuspects(found, recorder(60), { NO_COLOR: "1" }).split("\n");
  expect(lines[2]).toBe(`${"█".repeat(28)}  ${" ".repeat(28)}`);
  expect(lines.join("")).not.toContain("\x1b");
});

test("what can be drawn on", () => {
  expect(canDraw(recorder(80), {})).toBe(true);
  expect(canDraw(recorder(80), { TERM: "dumb" })).toBe(false);
  expect(canDraw(recorder(), {})).toBe(false);
});
