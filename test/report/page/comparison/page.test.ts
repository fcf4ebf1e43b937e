import { describe, expect, test } from "vitest";
import { comparisonPage } from "../../../../src/report/page/comparison/page.js";
import { renderPage } from "../../../../src/report/page/shell.js";
import { repeated, type ShownOptions, simulated } from "./shown.js";

async function page(options: ShownOptions = {}, missing = 0): Promise<string> {
  return renderPage(comparisonPage(await simulated(options, missing), "void 0;"));
}

function dataOf(text: string) {
  return JSON.parse(text.match(/<script type="application\/json" id="data">(.*?)<\/script>/s)![1]);
}

/** The visible words of a part. */
function words(text: string): string {
  const plain = text.replace(/<(script|style|svg)\b.*?<\/\1>/gs, " ").replace(/<[^>]*>/g, " ");
  return plain.replace(/\s+/g, " ");
}

test("what it is about and the verdict come first, then what it could not have seen", async () => {
  const text = await page();
  const said = words(text.slice(text.indexOf("<header"), text.indexOf("</header>")));
  expect(said).toMatch(
    /^ ohem:ratio=3, focal:gamma=2 against ce Trained on mnist [^.]*\.\.\..*? Recommended: ohem:ratio=3 /,
  );
  expect(said).toContain(
    "ohem:ratio=3 reaches the accuracy of ce within 0.1 points at 0.59 of its time; it beats random",
  );
  expect(said).toContain("focal:gamma=2 is better than ce by");
  expect(said).toMatch(/could not have seen 8 seeds show differences of about 0\.0\d to 0\.\d\d points \(depending on/);
  expect(said).toContain("At most 5% of such comparisons make any false claim, over all 4 pairs of it.");
  expect(said.indexOf("Recommended")).toBeLessThan(said.indexOf("could not have seen"));
});

test("every part is there, and every plot has a table with its numbers", async () => {
  const text = await page({ target: 0.98 });
  const headings = [...text.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, heading]) => heading);
  expect(headings).toEqual([
    "What this could not have seen",
    ...["Differences", "Verdicts", "Curves", "Trials", "Exploratory", "Repeat it"],
  ]);
  expect(text.match(/<svg /g)).toHaveLength(5);
  expect(text.match(/<\/svg>\s*<figcaption>.*?<details>.*?<table>/gs)).toHaveLength(5);
  expect(words(text)).toContain("To a test accuracy of 0.98");
  expect(words(text)).toContain("ohem compare ce ohem:ratio=3 focal:gamma=2 --seeds 8 --target 0.98");
  expect(words(text)).toContain("5e".repeat(32));
  expect(words(text)).toContain("Exploratory: these figures suggest, and show nothing.");
});

test("the trial table has every seed and contestant, the JSON every trial", async () => {
  const shown = await simulated();
  const text = renderPage(comparisonPage(shown, "void 0;"));
  const trials = text.slice(text.indexOf('id="trials"'), text.indexOf('id="exploratory"'));
  for (const [seed, value] of shown.comparison.contestants[1].values.entries()) {
    expect(trials).toMatch(new RegExp(`<th scope="row">${seed}</th>(<td class="number">[\\d.]+</td>){4}`));
    expect(trials).toContain(`<td class="number">${value.toFixed(4)}</td>`);
  }
  const data = dataOf(text);
  expect(data.comparison).toEqual(shown.comparison);
  expect(data.trials.rows).toHaveLength(32);
  expect(data.trials.rows[9].length).toBe(data.trials.columns.length);
  expect(data.trials.rows[9].slice(0, 3)).toEqual([1, 1, shown.entries[1].trials[1].id]);
  expect(data.curves.rows).toHaveLength(40);
  expect(data.curves.rows[0].length).toBe(data.curves.columns.length);
});

test("a verdict stands beside its contestant, and settings are called as they are typed", async () => {
  const text = words(await page({ settings: { labelNoise: 0.1 } }));
  expect(text).toContain("contestant verdict mean points (95% interval) won-lost Holm p kept time ce 0.98");
  expect(text).toMatch(/ focal:gamma=2 better /);
  expect(text).toMatch(/ --label-noise 0\.1 .* contestant --loss control of ce ce /);
  expect(text).not.toMatch(/labelNoise|batchSize/);
});

test("the same comparison gives the same bytes", async () => {
  expect(await page()).toBe(await page());
});

describe("bad luck", () => {
  test("a training that diverged is named, marked in the table, and counts as it ended", async () => {
    const losses = [{ loss: "ce" }, { loss: "focal", diverges: [2] }];
    const text = words(await page({ losses }));
    expect(text).toContain("focal:gamma=2 diverged in 1 of 8 seeds; these count as they ended.");
    expect(text).toMatch(/Trainings that diverged; they count as they ended .* focal:gamma=2 2 0 \d+ /);
    expect(text).toContain("0.1000*");
    expect(text).toMatch(/Odd seeds: more than 3\.5 robust deviations .* focal:gamma=2 2 -88\.\d\d /);
  });

  test("a training that collapsed is named and marked", async () => {
    const losses = [{ loss: "ce" }, { loss: "focal", collapses: [2] }];
    const text = words(await page({ losses }));
    expect(text).toContain("focal:gamma=2 collapsed to the uniform answer in 1 of 8 seeds");
    expect(text).toMatch(/Trainings that collapsed to the uniform answer: .* focal:gamma=2 2 2\.3017 2\.3021 /);
    expect(text).toContain("0.1000†");
    expect(words(await page())).toContain("No training collapsed to the uniform answer.");
  });

  test("all trainings of a contestant diverged", async () => {
    const losses = [{ loss: "ce" }, { loss: "focal", diverges: [0, 1, 2, 3, 4, 5, 6, 7] }];
    expect(await page({ losses })).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("missing trials: the verdict of the complete seeds, marked as such", async () => {
    const text = words(await page({}, 6));
    expect(text).toContain("Not complete: 6 of 32 trainings are missing (focal:gamma=2 with seed 6,");
    expect(text).toContain("This is the verdict of the 6 seeds that all contestants have, by the rule for many looks.");
  });

  test("one epoch, two seeds", async () => {
    const text = await page({ settings: { epochs: 1 }, seeds: 2 });
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    expect(words(text)).toContain("With 2 seeds only large differences can be shown; take 6 or more.");
    expect(words(text)).toContain("Too few seeds to call one odd");
  });

  test("identical trainings", async () => {
    const losses = [{ loss: "ce" }, { loss: "weighted" }];
    const text = await page({ losses, deviation: 0 });
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("names full of markup are shown as text", async () => {
    const hostile = `"><script>alert('1')</script><img src=x onerror=alert(1)>.json`;
    const text = await page({ names: ["ce", hostile] });
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text).not.toContain("<img");
    expect(text).toContain(
      "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;.json",
    );
    expect(dataOf(text).comparison.contestants[1].name).toBe(hostile);
  });
});

/** Beyond 40 there is no exact test of sign flips, which would take most of the time here. */
const seeds = 41;

test("20 contestants with long names and 40 seeds and more take less than 500 kB", async () => {
  const losses = ["ce", ...Array.from({ length: 19 }, (_, i) => `ohem:keep=0.${10 + i}`)];
  const names = losses.map((_, i) => (i === 7 ? `settings/${"long-".repeat(30)}name.json` : `contestant-${i}.json`));
  const shown = await repeated(losses, seeds, names);
  const text = renderPage(comparisonPage(shown, "void 0;"));
  expect(shown.comparison.contestants).toHaveLength(20);
  expect(dataOf(text).trials.rows).toHaveLength(20 * seeds);
  expect(Buffer.byteLength(text)).toBeLessThan(450_000);
});
