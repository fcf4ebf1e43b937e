import { darkSeriesColours, seriesColours } from "./theme.js";

const inTheDark = seriesColours.map((_, index) => {
  const [own, colour] = [`svg.plot .series-${index + 1}`, darkSeriesColours[index]];
  return `${own} :is(.line,.hollow){stroke:${colour}}${own} :is(.band,.mark,.bar){fill:${colour}}`;
});

/** The colours of plots in a page. They win over the attributes that make each a light file of its own. */
export const plotStyle = `svg.plot{fill:var(--ink)}
svg.plot :is(.background,.hollow){fill:var(--paper)}
svg.plot .label{fill:var(--muted)}
svg.plot .grid{stroke:var(--line)}
@media screen and (prefers-color-scheme:dark){
svg.plot .rule{stroke:#6e7681}
svg.plot .margin{fill:${darkSeriesColours[2]}}
${inTheDark.join("\n")}}`;
