/** What a plot looks like as a file of its own: the light theme, in its attributes. */
export const colours = {
  background: "#ffffff",
  text: "#1f2328",
  muted: "#59636e",
  grid: "#d8dee4",
  axis: "#818b98",
} as const;

/**
 * Searched for: as far apart as can be, the first four above all, for people who see no red, green or blue as well, and
 * each with enough contrast to the background.
 */
export const seriesColours = [
  "#0e3eba",
  "#e03f11",
  "#058a5b",
  "#a8428d",
  "#787400",
  "#2a8fc4",
  "#af2139",
  "#4d4d55",
] as const;

/** The same in the dark. */
export const darkSeriesColours = [
  "#699eff",
  "#ff9a53",
  "#3ee3a3",
  "#e398d3",
  "#e7cc43",
  "#8dc3ff",
  "#ea87a6",
  "#c3cccf",
] as const;

/** For lines with round ends. */
export const dashes = [undefined, "7 5", "1.5 4.5", "9 5 1 5"] as const;

/** In user units; a plot is 480 of them wide, and a narrow page shows it in 340 pixels. */
export const fontSize: { readonly title: number; readonly text: number } = { title: 17, text: 14 };
export const plotWidth = 480;
export const padding = 14;

export const fontFamily = "system-ui, -apple-system, Segoe UI, Roboto, Liberation Sans, Arial, sans-serif";
