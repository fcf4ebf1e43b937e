import { expect, test } from "vitest";
import { barPlot } from "../../../../src/report/page/plots/bar-plot.js";
import { type IntervalRow, intervalPlot } from "../../../../src/report/page/plots/interval-plot.js";
import { overlaps, placedTexts, textsOf } from "./seen.js";

const words = { name: "intervals", title: "Against ce", description: "One better, one not shown." };
const plot = (rows: readonly IntervalRow[]) =>
  intervalPlot({ ...words, label: "points", margin: 0.1, marginLabel: "within 0.1 points", rows }).markup;
const row = (more: Partial<IntervalRow> = {}): IntervalRow => ({
  name: "ohem:ratio=3",
  label: "+0.05 (-0.02, +0.12) not shown",
  value: 0.05,
  interval: [-0.02, 0.12],
  side: "open",
  ...more,
});

function attribute(svg: string, pattern: RegExp): number {
  return Number(svg.match(pattern)![1]);
}

test("the margin lies around 0, the interval where its ends are", () => {
  const svg = plot([row()]);
  const [left, width] = [/class="margin" x="([\d.]+)"/, /class="margin" [^>]*width="([\d.]+)"/].map((pattern) =>
    attribute(svg, pattern),
  );
  const zero = left + width / 2;
  const at = (value: number) => zero + (value / 0.2) * width;
  expect(attribute(svg, /class="line" [^>]*x1="([\d.]+)"/)).toBeCloseTo(at(-0.02), 0);
  expect(attribute(svg, /class="line" [^>]*x2="([\d.]+)"/)).toBeCloseTo(at(0.12), 0);
  expect(attribute(svg, /class="hollow" [^>]*cx="([\d.]+)"/)).toBeCloseTo(at(0.05), 0);
  expect(textsOf(svg)).toContain("+0.05 (-0.02, +0.12) not shown");
});

test("what is shown differs in shape and colour, not only in one of them", () => {
  const looks = (["above", "below", "within", "open"] as const).map((side) => {
    const svg = plot([row({ side })]);
    const drawn = svg.match(/class="(?:mark|hollow)"[^>]*/)![0];
    return { series: svg.match(/series-\d/)![0], shape: drawn.replace(/translate\([^)]*\)|fill="[^"]*"/g, "") };
  });
  expect(new Set(looks.map(({ series }) => series)).size).toBe(4);
  expect(new Set(looks.map(({ shape }) => shape)).size).toBe(4);
});

test("long names end in an ellipsis before the figures", () => {
  const svg = plot([row({ name: "x".repeat(200) }), row({ name: "against its control", indented: true })]);
  expect(textsOf(svg).some((text) => /^x+…$/.test(text))).toBe(true);
  expect(overlaps(svg)).toEqual([]);
  for (const { left, right } of placedTexts(svg)) expect([left >= 0, right <= 480]).toEqual([true, true]);
});

test("no bound: a point only", () => {
  expect(plot([row({ interval: null })])).not.toContain('class="line"');
});

test("dots that are far outside become arrows at the edge, and leave the scale alone", () => {
  const usual = plot([row({ dots: [0, 0.1] })]);
  const far = plot([row({ dots: [0, 0.1, -80, 90] })]);
  const marginOf = (svg: string) => svg.match(/class="margin"[^>]*/)![0];
  expect(marginOf(far)).toBe(marginOf(usual));
  expect(far.match(/class="dots line" d="([^"]*)"/)![1].match(/M/g)).toHaveLength(2);
  expect(far.match(/class="mark arrow"/g)).toHaveLength(2);
});

test("a training that diverged does not hide the other rows", () => {
  const others = [row(), row({ value: -0.1, interval: [-0.15, -0.05] })];
  const bandOf = (svg: string) => attribute(svg, /class="margin" [^>]*width="([\d.]+)"/);
  const cut = plot([...others, row({ value: -9, interval: [-40, 22] })]);
  expect(bandOf(cut)).toBeCloseTo(bandOf(plot(others)), 0);
  expect(cut.match(/class="mark arrow"/g)).toHaveLength(2);
  expect(bandOf(plot([row({ value: -9, interval: [-40, 22] })]))).toBeLessThan(5);
});

test("bars are as long as their values", () => {
  const svg = barPlot({
    ...words,
    label: "share of the loss",
    full: 1,
    bars: [
      { name: "half", value: 1, label: "100%" },
      { name: "third", value: 0.25, label: "25%" },
      { name: "no example <of it>", value: Number.NaN, label: "-" },
    ],
  }).markup;
  const widths = [...svg.matchAll(/class="bar"[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width));
  expect(widths[1] / widths[0]).toBeCloseTo(0.25, 2);
  expect(widths[2]).toBe(0);
  expect(svg).toContain("no example &lt;of it&gt;");
  expect(overlaps(svg)).toEqual([]);
});
