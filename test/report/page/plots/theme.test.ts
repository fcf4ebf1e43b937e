import { describe, expect, test } from "vitest";
import { plotStyle } from "../../../../src/report/page/plots/plot-style.js";
import { colours, darkSeriesColours, seriesColours } from "../../../../src/report/page/plots/theme.js";

type Vector = readonly number[];

const linear = (hex: string): Vector =>
  [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
const times = (matrix: readonly Vector[], vector: Vector): Vector =>
  matrix.map((line) => line.reduce((sum, factor, i) => sum + factor * vector[i], 0));
const luminance = (hex: string) => times([[0.2126, 0.7152, 0.0722]], linear(hex))[0];
const contrast = (a: string, b: string) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

/** Machado, Oliveira and Fernandes 2009, severity 1. */
const eyes: Readonly<Record<string, readonly Vector[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b*. */
function lab(rgb: Vector): Vector {
  const xyz = times(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    rgb,
  );
  const [x, y, z] = xyz.map((value, i) => Math.cbrt(Math.max(0, value) / [0.9505, 1, 1.089][i]));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe.each([
  { theme: "light", series: seriesColours, background: colours.background },
  { theme: "dark", series: darkSeriesColours, background: "#14171b" },
])("$theme", ({ series, background }) => {
  test("lines stand out from the background (WCAG 1.4.11)", () => {
    for (const colour of series) expect(contrast(colour, background), colour).toBeGreaterThan(3);
  });

  test.each(Object.keys(eyes))("colours can be told apart, the first four easily: %s", (name) => {
    const seen = series.map((colour) => lab(times(eyes[name], linear(colour))));
    const least = (some: readonly Vector[]) => {
      const distances = some.flatMap((one, i) =>
        some.slice(i + 1).map((other) => Math.hypot(...one.map((value, k) => value - other[k]))),
      );
      return Math.min(...distances);
    };
    expect(least(seen.slice(0, 4))).toBeGreaterThan(25);
    expect(least(seen)).toBeGreaterThan(13);
  });
});

test("texts can be read on their background (WCAG 1.4.3)", () => {
  expect(contrast(colours.text, colours.background)).toBeGreaterThan(4.5);
  expect(contrast(colours.muted, colours.background)).toBeGreaterThan(4.5);
});

test("the dark theme has a colour for every series", () => {
  for (const [index, colour] of darkSeriesColours.entries()) {
    expect(plotStyle).toContain(`svg.plot .series-${index + 1} :is(.line,.hollow){stroke:${colour}}`);
  }
});
