import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resolveConfig } from "../../../../src/config/resolve-config.js";
import type { Settings } from "../../../../src/config/settings.js";
import { loadData } from "../../../../src/data/load.js";
import { type ReportOptions, report } from "../../../../src/report/page/report.js";
import { train } from "../../../../src/run/train.js";
import { emptyFolder } from "../../../support/folder.js";
import { type Forgery, forge } from "../../../support/forge.js";
import { damage, testLabels, trainLabels, writeSmallData } from "../../../support/small-data.js";

const folder = mkdtempSync(join(tmpdir(), "ohem-report-"));
const hostile = process.platform === "win32" ? "it's" : `<script>alert("it's")</script>`.replaceAll("/", "");
let data: string;

async function trained(out: string, settings: Settings = {}, signal?: AbortSignal): Promise<string> {
  const path = join(folder, out);
  for await (const _ of train(resolveConfig({ data, epochs: 3, out: path, ...settings }), { signal }));
  return path;
}

/** The text of a report. */
async function reportOf(of: string, options: ReportOptions = {}): Promise<string> {
  const { file } = await report({ of, ...options });
  return readFileSync(file, "utf8");
}

function dataOf(text: string) {
  return JSON.parse(/<script type="application\/json" id="data">(.*)<\/script>/.exec(text)![1]);
}

beforeAll(() => {
  data = writeSmallData(folder, hostile);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a run that is complete", () => {
  let text: string;
  let run: string;
  beforeAll(async () => {
    run = await trained(`run ${hostile}`, { logInterval: 2, evalEvery: 1 });
    text = await reportOf(run);
  });

  test("is reported in its folder, in every part", () => {
    expect(readdirSync(run)).toContain("report.html");
    expect(Buffer.byteLength(text)).toBeLessThan(500_000);
    const headings = [...text.matchAll(/<h2 id="[\w-]+">(.*)<\/h2>/g)].map(([, heading]) => heading);
    expect(headings).toEqual([
      "Curves",
      "Try it",
      "Classes",
      "Most confident errors",
      "Hardest test images",
      "Suspects",
      "Where the loss sits",
      "Settings and versions",
    ]);
    expect(text.match(/<svg[^>]* class="plot"/g)).toHaveLength(5);
    expect(text).not.toContain("Not complete");
  });

  test("is the same bytes twice", async () => {
    expect(await reportOf(run)).toBe(text);
  });

  test("names from outside are escaped", () => {
    expect(text).not.toContain("<script>alert");
    expect(text.match(/<script>/g)).toHaveLength(1);
    if (process.platform !== "win32") {
      expect(text).toContain("run &lt;script&gt;alert(&quot;it&#39;s&quot;)&lt;script&gt;: ohem:ratio=3 on");
    }
  });

  test("settings are called as they are typed", () => {
    expect(text).toMatch(/<th scope="row">--batch-size<\/th>\s*<td><code>64<\/code>/);
    expect(text.slice(text.indexOf('id="settings"'), text.indexOf('id="data"'))).not.toContain("batchSize");
  });

  test("its numbers are there as JSON, and agree with each other", () => {
    const { command, test, confusion, classes, history, errors, suspects, lossShare } = dataOf(text);
    expect(command).toMatch(/^ohem train --ratio 3 --epochs 3 --data .* --log-interval 2 --eval-every 1$/);
    expect(history.epochs).toHaveLength(3);
    expect(history.evaluations).toHaveLength(3);
    expect(history.evaluations[2].testAccuracy).toBe(test.testAccuracy);
    expect(history.seconds[0]).toEqual([0, 0]);
    expect(history.batches.map(({ step }: { step: number }) => step).slice(0, 3)).toEqual([1, 3, 5]);
    const right = confusion.flatMap((row: [number, number][], label: number) =>
      row.filter(([other]) => other === label).map(([, count]) => count),
    );
    expect(right.reduce((a: number, b: number) => a + b)).toBe(test.correct);
    const kept = classes.reduce(
      (sum: number, { keptShare, trainExamples }: { keptShare: number; trainExamples: number }) =>
        sum + keptShare * trainExamples,
      0,
    );
    const backward = history.epochs.reduce((sum: number, epoch: { backwardExamples: number }) => {
      return sum + epoch.backwardExamples;
    }, 0);
    expect(3 * kept).toBeCloseTo(backward, 6);
    expect(errors.every(({ label, predicted }: { label: number; predicted: number }) => label !== predicted)).toBe(
      true,
    );
    expect(suspects).toMatchObject({ from: 1, to: 2 });
    expect(suspects.examples[0].predictions.length).toBeGreaterThan(0);
    const { losses, lastLoss } = suspects.examples[0];
    expect(losses.map(({ epoch }: { epoch: number }) => epoch)).toEqual([0, 1, 2]);
    expect(losses[2].loss).toBe(lastLoss);
    expect(lossShare.byRatio.map(({ ratio }: { ratio: number }) => ratio)).toEqual([2, 3, 8, 16]);
  });

  test("each suspect has a small plot of its loss by epoch, a text alternative, and the numbers in the table", () => {
    const { examples } = dataOf(text).suspects;
    const plots = [...text.matchAll(/class="spark" role="img" aria-label="Loss (.*?) in epoch 0, (.*?) in epoch 2"/g)];
    const both = examples.map(({ losses }: { losses: { loss: number }[] }) => [losses[0].loss, losses[2].loss]);
    expect(plots.map(([, first, last]) => [first, last])).toEqual(
      both.map((ends: number[]) => ends.map((loss) => loss.toFixed(2))),
    );
    const [{ losses }] = examples;
    const numbers = losses.map(
      ({ epoch, loss }: { epoch: number; loss: number }) => `${epoch}:\u00a0${loss.toFixed(1)}`,
    );
    expect(text).toContain(`<span class="losses">${numbers.join(", ")}</span>`);
  });

  test("a run of an early version, which kept no losses by epoch, has suspects without these plots", async () => {
    const old = join(folder, "without-losses");
    const early = ({ tensors }: Forgery) => void tensors.delete("examples.loss_by_epoch");
    writeFileSync(old, forge(readFileSync(join(run, "model.safetensors")), early));
    const found = await reportOf(old, { out: join(folder, "without-losses.html") });
    const { examples } = dataOf(found).suspects;
    expect(examples).toHaveLength(dataOf(text).suspects.examples.length);
    expect(examples[0].losses).toEqual([{ epoch: 2, loss: examples[0].lastLoss }]);
    expect(found).not.toContain('class="spark"');
  });

  test("--svg writes each plot as a file that stands alone", async () => {
    const svg = join(folder, "plots/of-a-run");
    const written = await report({ of: run, svg, out: join(folder, "other.html") });
    expect(readdirSync(svg).sort()).toEqual(
      ["accuracy.svg", "kept-fraction.svg", "learning-rate.svg", "loss-share.svg", "loss.svg"].sort(),
    );
    expect(written.svg).toHaveLength(5);
    for (const file of written.svg) expect(readFileSync(file, "utf8")).toMatch(/^<svg xmlns=.*<\/svg>\n$/s);
  });

  test("a model file without its folder is reported too", async () => {
    const alone = join(folder, "alone");
    writeFileSync(alone, readFileSync(join(run, "model.safetensors")));
    const { history } = dataOf(await reportOf(alone, { out: join(folder, "alone.html") }));
    expect(history).toMatchObject({ batches: [] });
    expect(history.epochs).toHaveLength(3);
  });

  test("a run without a ledger says so", async () => {
    const early = ({ tensors }: Forgery) => {
      for (const name of ["presentations", "loss_sum", "times_predicted", "forgettings"]) {
        tensors.delete(`examples.${name}`);
      }
    };
    const old = join(folder, "old");
    writeFileSync(old, forge(readFileSync(join(run, "model.safetensors")), early));
    const found = await reportOf(old, { out: join(folder, "old.html") });
    expect(found).toContain("did not keep it yet; train again");
    expect(dataOf(found).suspects).toBeNull();
  });
});

test("one epoch: no suspects yet, and the curves of its batches", async () => {
  const text = await reportOf(await trained("one", { epochs: 1, logInterval: 1 }));
  expect(text).toContain("There are none to show: suspects need");
  expect(dataOf(text).history.batches).toHaveLength(10);
});

test("a run that was stopped in its first epoch is reported as it is", async () => {
  const stop = new AbortController();
  const path = join(folder, "stopped");
  for await (const event of train(resolveConfig({ data, epochs: 2, out: path, logInterval: 1 }), stop)) {
    if (event.type === "step" && event.steps === 4) stop.abort();
  }
  const text = await reportOf(path);
  expect(text).toMatch(/Not complete:.*this run has done 0 of\s+2 epochs\. It was stopped\./s);
  expect(dataOf(text)).toMatchObject({ complete: false, steps: 4, history: { epochs: [] } });
});

test("the run's data may be handed in", async () => {
  const path = join(folder, "handed");
  const memory = await loadData(data);
  for await (const _ of train({ epochs: 1, out: path }, { data: memory }));
  expect(await reportOf(path, { data: memory })).toContain("</html>");
});

test("a run that diverged is reported from its last checkpoint", async () => {
  const path = join(folder, "diverged");
  const settings = { lr: 1e37, checkpointEvery: 1, logInterval: 1, loss: "ce", out: path };
  await expect(trained("diverged", settings)).rejects.toThrow("Training ends here");
  const text = await reportOf(path);
  expect(text).toContain("its loss diverged");
  expect(text).not.toMatch(/NaN|Infinity/);
});

test("256 classes: a picture of the matrix, no net to draw for, and less than 500 kB", async () => {
  const many = writeSmallData(folder, "many");
  for (const file of [trainLabels, testLabels]) {
    damage(many, file, (bytes) => {
      for (let index = 8; index < bytes.length; index++) bytes[index] = (index * 7) % 256;
      return bytes;
    });
  }
  const text = await reportOf(await trained("many-classes", { data: many }));
  expect(Buffer.byteLength(text)).toBeLessThan(500_000);
  expect(text).toContain("Confusion matrix of 256 classes");
  expect(text).not.toContain('id="drawing"');
});

test.each<[string, ReportOptions, RegExp]>([
  ["another ending", { out: "model.safetensors" }, /^out: expected the name of an \.html file, got /],
  ["a folder in its place", { out: "folder.html" }, /^out: .*is not a file/],
  ["plots in a file", { svg: "file/plots" }, /^svg: .*not a directory/],
])("nothing is written to %s", async (_, options, says) => {
  const place = emptyFolder();
  mkdirSync(join(place, "folder.html"));
  writeFileSync(join(place, "file"), "mine");
  const at = Object.fromEntries(Object.entries(options).map(([name, path]) => [name, join(place, path as string)]));
  await expect(report({ of: join(folder, "one"), ...at })).rejects.toThrow(says);
  expect(readdirSync(place).sort()).toEqual(["file", "folder.html"]);
});

test("an option that does not exist is refused", async () => {
  await expect(report({ output: "x.html" } as ReportOptions)).rejects.toThrow("output");
});
