import { type Parameters, parameterCount, parameterNames } from "../../../model/net.js";
import type { RunInspection } from "../../../run/inspect-run.js";
import type { EmbeddedNet } from "../browser/net.js";
import { type Html, html, jsonMarkup } from "../html.js";
import { mostColumns, namesOf } from "./names.js";

/** The net of so many classes takes 100 kB of a page; that of 256 would take more than all the rest may. */
const mostClasses = 64;
const mostBars = 10;

/**
 * A canvas to draw on, hidden where no script runs. The page's script finds its parts: two canvases, the button, the
 * output, and the bars.
 */
export function drawingPart(inspection: RunInspection): Html | undefined {
  const { classes, engine } = inspection.checkpoint;
  if (classes > mostClasses) return undefined;
  const net = embeddedNet(classes, engine.parameters, inspection.data.classNames);
  const nameOf = namesOf(inspection);
  const what = net.classNames === undefined ? "digit" : "picture";
  const bars = Array.from({ length: classes > mostColumns ? mostBars : classes }, (_, label) => {
    const name = html`<span class="name">${nameOf(label)}</span>`;
    return html`<li>${name}<span class="bar"><i></i></span><span class="value"></span></li>\n`;
  });
  return html`<noscript><p class="muted">Drawing needs scripts, which this browser does not run here.</p></noscript>
<div id="drawing" hidden>
<div><canvas class="paper" role="img" aria-label="Draw a ${what} here with a mouse, a finger or a pen"></canvas>
<div class="tools"><button type="button">Clear</button>
<span class="muted">What the net sees: <canvas class="digit" aria-hidden="true"></canvas></span></div></div>
<div><p class="answer"><output>Draw a ${what}.</output></p>
<ul class="bars">${bars}</ul></div>
</div>
<script type="application/json" id="net">${jsonMarkup(net)}</script>`;
}

/** What the script of the page reads with `parametersOf`. */
export function embeddedNet(classes: number, parameters: Parameters, classNames?: readonly string[]): EmbeddedNet {
  const bytes = Buffer.alloc(4 * parameterCount(classes));
  let at = 0;
  for (const name of parameterNames) for (const value of parameters[name]) at = bytes.writeFloatLE(value, at);
  return { classes, classNames, parameters: bytes.toString("base64") };
}
