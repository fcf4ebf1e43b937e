import { partsStyle } from "./parts-style.js";
import { plotStyle } from "./plots/plot-style.js";
import { printStyle } from "./print-style.js";

/** The colours of a page, on light and on dark paper. Every text has a contrast of at least 4.5:1 to its paper. */
const light = {
  paper: "#ffffff",
  raised: "#f5f7f9",
  ink: "#1f2328",
  muted: "#59636e",
  line: "#d8dee4",
  accent: "#0f62b0",
  warning: "#8a4a00",
  "warning-paper": "#fff4e0",
  heat: "#f08a3c",
  // on light paper digits are inverted, their frame with them
  "digit-line": "#272119",
};
const dark: typeof light = {
  paper: "#161b22",
  raised: "#1f262f",
  ink: "#e8ebef",
  muted: "#a0a9b4",
  line: "#363d46",
  accent: "#6cb0ff",
  warning: "#f0b866",
  "warning-paper": "#2c2415",
  heat: "#c05a12",
  "digit-line": "#363d46",
};

function properties(colours: typeof light): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value};`)
    .join("");
}

/** The style sheet. Nothing else on the page has style attributes: the policy of the page refuses them. */
export const pageStyle = `
:root{color-scheme:light dark;${properties(light)}}
@media (prefers-color-scheme:dark){:root{${properties(dark)}}}
@media print{:root{color-scheme:light;${properties(light)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:72rem;padding:0 1rem 3rem;background:var(--paper);color:var(--ink);
overflow-wrap:break-word;font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
h1,h2,h3{line-height:1.25;text-wrap:balance;margin:0}
h1{font-size:1rem;font-weight:600;color:var(--muted)}
h2{font-size:1.375rem;font-weight:650;margin:0 0 .75rem}
h3{font-size:1.0625rem;font-weight:650;margin:1.5rem 0 .5rem}
p{margin:.5rem 0;max-width:44rem}
a{color:var(--accent)}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
code{overflow-wrap:anywhere}
pre{margin:.75rem 0;padding:.75rem 1rem;background:var(--raised);border-radius:.5rem;white-space:pre-wrap;
overflow-wrap:anywhere}
.lead{padding:2.5rem 0 1.5rem}
.note{border-left:.25rem solid var(--warning);background:var(--warning-paper);padding:.625rem 1rem;margin:1rem 0;
border-radius:0 .375rem .375rem 0;max-width:none}
.muted{color:var(--muted)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:0;padding:.75rem 0;
border-block:1px solid var(--line)}
nav a{text-decoration:none;display:inline-block;padding:.125rem 0}
nav a:hover{text-decoration:underline}
main>section{padding-top:2.25rem}
.grid{display:grid;gap:1.5rem 2rem;grid-template-columns:minmax(0,1fr)}
.scroll{overflow-x:auto;max-width:100%}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9375rem}
caption{position:sticky;left:0;max-width:calc(100vw - 2.5rem);
text-align:left;color:var(--muted);font-size:.875rem;padding-bottom:.375rem}
th,td{text-align:left;padding:.3125rem 1.25rem .3125rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th:last-child,td:last-child{padding-right:0}
th{font-weight:600}
thead th{white-space:nowrap;color:var(--muted);font-size:.8125rem;font-weight:600;vertical-align:bottom}
.number{text-align:right;white-space:nowrap}
figure{margin:0;min-width:0}
.plot{display:block;width:106.2%;height:auto;margin:0 -3.1%}
figcaption{display:grid;grid-template-columns:minmax(0,1fr) auto;align-items:start;color:var(--muted);font-size:.875rem}
figcaption>p{grid-column:1/-1;max-width:none;margin:.375rem 0 0}
details{margin-top:.375rem;font-size:.9375rem}
summary{cursor:pointer;color:var(--accent);width:fit-content;padding:.125rem 0}
footer{margin-top:3rem;padding-top:.75rem;border-top:1px solid var(--line);color:var(--muted);font-size:.875rem}
@media (min-width:56rem){body{padding-inline:2rem}.grid{grid-template-columns:repeat(2,minmax(0,1fr))}}
${partsStyle}
${plotStyle}
${printStyle}
`;
