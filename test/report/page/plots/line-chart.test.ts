import { describe, expect, test } from "vitest";
import { type LineChart, lineChart, type Point } from "../../../../src/report/page/plots/line-chart.js";
import { overlaps, placedTexts, sizeOf, textsOf } from "./seen.js";

const counted = (count: number, y: (i: number) => number | null): Point[] =>
  Array.from({ length: count }, (_, i) => ({ x: i + 1, y: y(i) }));

function chart(more: Partial<LineChart> = {}): string {
  return lineChart({
    name: "curve",
    title: "Test accuracy",
    description: "From 0.97 to 0.99.",
    x: { label: "epochs", ticks: "whole" },
    y: { label: "accuracy", ticks: "percent" },
    series: [{ name: "ce", points: counted(10, (i) => 0.97 + 0.002 * i) }],
    ...more,
  }).markup;
}

test("a file of its own, with a text alternative", () => {
  const svg = chart({ note: "One seed." });
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 480 \d+" class="plot" role="img"/);
  expect(svg).toContain('aria-labelledby="curve-title" aria-describedby="curve-description"');
  expect(svg).toContain('<title id="curve-title">Test accuracy</title><desc id="curve-description">From 0.97 to');
  expect(svg).toContain('class="background"');
  expect(textsOf(svg)).toEqual(expect.arrayContaining(["Test accuracy", "epochs", "accuracy", "One seed.", "98.0%"]));
  expect(chart({ note: "One seed." })).toBe(svg);
});

test("numbers have at most one decimal", () => {
  const drawn = [...chart().matchAll(/ (?:d|x\d?|y\d?|transform)="([^"]*)"/g)].map(([, value]) => value).join(" ");
  expect(drawn).toMatch(/\d\.\d/);
  expect(drawn).not.toMatch(/\d\.\d\d|e-|NaN|undefined/);
});

test("whatever comes from outside is escaped, and what XML forbids is replaced", () => {
  const hostile = `<script>alert("1")</script> & '\u0000\u001b\ud800`;
  const svg = chart({
    title: hostile,
    description: hostile,
    note: hostile,
    x: { label: hostile },
    series: ["a", hostile].map((name) => ({ name, points: counted(2, () => 1) })),
  });
  expect(svg).not.toContain("<script");
  expect(svg).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;\ufffd\ufffd\ufffd");
});

describe("series", () => {
  const svg = chart({
    series: Array.from({ length: 20 }, (_, k) => ({
      name: k === 3 ? "a-file-of-settings-with-a-very-long-name-that-nobody-would-type.json" : `ohem:ratio=${k + 2}`,
      points: counted(10, (i) => 0.9 + 0.001 * k + 0.002 * i),
    })),
  });

  test("each has a legend entry, all within the picture, none on another", () => {
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["ohem:ratio=2", "ohem:ratio=21"]));
    expect(textsOf(svg).some((text) => /^a-file-of-.*…$/.test(text))).toBe(true);
    expect(svg).toContain("<title>a-file-of-settings-with-a-very-long-name-that-nobody-would-type.json</title>");
    expect(overlaps(svg)).toEqual([]);
    for (const { text, left, right, y } of placedTexts(svg)) {
      expect(left, text).toBeGreaterThanOrEqual(0);
      expect(right, text).toBeLessThanOrEqual(480);
      expect(y, text).toBeLessThan(sizeOf(svg)[1]);
    }
  });

  test("no two look the same", () => {
    const entries = svg
      .slice(svg.indexOf('class="legend"'))
      .match(/<g class="series-.*?<text/g)!
      .slice(0, 20);
    const looks = entries.map((entry) => entry.replace(/[MV]?\d+(\.\d+)? \d+(\.\d+)?(?=h30|\))/g, ""));
    expect(looks).toHaveLength(20);
    expect(new Set(looks).size).toBe(20);
  });

  test("one needs no legend", () => {
    expect(chart()).not.toContain('class="legend"');
  });

  test("bands lie below all lines", () => {
    const banded = ["a", "b"].map((name) => ({
      name,
      points: counted(3, () => 0.5).map((point) => ({ ...point, low: 0.4, high: 0.6 })),
    }));
    const drawn = chart({ series: banded });
    expect(drawn.match(/class="band"/g)).toHaveLength(2);
    expect(drawn.lastIndexOf('class="band"')).toBeLessThan(drawn.lastIndexOf('class="line" d="M', drawn.length));
    expect(drawn.slice(0, drawn.lastIndexOf('class="band"'))).not.toContain("<title>a</title>");
  });
});

describe("axes", () => {
  const xTexts = (svg: string) => {
    const axis = svg.slice(svg.lastIndexOf('<g class="axis">'));
    return textsOf(axis.slice(0, axis.indexOf("</g></g>")));
  };

  test.each([10, 500, 9380, 600_000, 123_456_789])("%i steps: ticks that fit", (most) => {
    const svg = chart({
      x: { label: "step", ticks: "whole" },
      series: [{ name: "loss", points: [0, most].map((x) => ({ x, y: 1 })) }],
    });
    expect(overlaps(svg)).toEqual([]);
    expect(xTexts(svg).length).toBeGreaterThan(3);
  });

  test("a log axis: percent, what is not positive is left out", () => {
    const svg = chart({
      y: { label: "test error", scale: "log", ticks: "percent" },
      series: [{ name: "ce", points: counted(4, (i) => [0.1, 0.02, 0, 0.01][i]) }],
    });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["1%", "2%", "5%", "10%"]));
    expect(svg.match(/class="line" d="[^"]*"/)![0].match(/M/g)).toHaveLength(2);
  });

  test("one point, one value, no value", () => {
    const one = chart({ series: [{ name: "ce", points: [{ x: 1, y: 0.97 }] }] });
    expect(xTexts(one)).toEqual(["1", "epochs"]);
    expect(one.match(/class="mark"/g)).toHaveLength(1);
    for (const scale of ["linear", "log"] as const) {
      const none = chart({ y: { label: "loss", scale }, series: [{ name: "ce", points: [{ x: 1, y: null }] }] });
      expect(none).not.toMatch(/NaN|Infinity|class="mark"/);
    }
  });

  test("shares do not go beyond 100%", () => {
    const svg = chart({ series: [{ name: "ce", points: counted(3, () => 1) }] });
    expect(
      textsOf(svg)
        .filter((text) => text.endsWith("%"))
        .at(-1),
    ).toBe("100%");
  });

  test("losses of a training that diverges", () => {
    const svg = chart({
      y: { label: "loss", scale: "log" },
      series: [{ name: "loss", points: counted(50, (i) => (i < 45 ? 10 ** (i - 5) : Number.POSITIVE_INFINITY)) }],
    });
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(overlaps(svg)).toEqual([]);
  });

  test("a second scale above follows the given values", () => {
    const values = [1, 4, 10].map((x) => [x, x < 5 ? x : 10 * x] as const);
    const svg = chart({ above: { label: "seconds", values } });
    const above = placedTexts(svg).filter(({ text }) => ["0", "20", "40", "60", "80", "100"].includes(text));
    expect(textsOf(svg)).toContain("seconds");
    expect(above.map(({ text }) => text)).toEqual(["20", "40", "60", "80", "100"]);
    const centres = above.map(({ left, right }) => (left + right) / 2);
    // beyond 4 epochs the seconds rise evenly, by 96 in 6 epochs
    const steps = centres.slice(1).map((centre, i) => centre - centres[i]);
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(12);
    expect(overlaps(svg)).toEqual([]);
  });

  test("a second scale that stands still is left out", () => {
    expect(
      textsOf(
        chart({
          above: {
            label: "seconds",
            values: [
              [1, 0],
              [10, 0],
            ],
          },
        }),
      ),
    ).not.toContain("seconds");
  });
});
