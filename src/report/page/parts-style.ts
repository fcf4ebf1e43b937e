/** Of the parts that only some pages have. */
export const partsStyle = `
.result{font-size:1.25rem;margin:.75rem 0 0}
.result strong{font-size:3.5rem;line-height:1;font-weight:700;letter-spacing:-.02em;font-variant-numeric:tabular-nums;
margin-right:.25rem}
.result span{white-space:nowrap}
.facts{display:flex;flex-wrap:wrap;gap:.75rem 2.5rem;margin:1.25rem 0 0}
.facts dt{color:var(--muted);font-size:.8125rem}
.facts dd{margin:0;font-size:1.125rem;font-weight:600;font-variant-numeric:tabular-nums}

.verdict{font-size:1.75rem;line-height:1.2;font-weight:700;letter-spacing:-.01em;margin:.5rem 0 .75rem}
.lead h2{font-size:1.0625rem;margin:1.5rem 0 .25rem}
.lead ul{margin:.5rem 0;padding-left:1.25rem;max-width:46rem}

.confusion td,.confusion th{text-align:right;padding:.3125rem .5rem;min-width:3.75rem}
.confusion th:first-child{text-align:left;padding-left:0;min-width:0}
.confusion .right{background:var(--raised);font-weight:600}
.confusion .none{color:var(--muted)}
.heat-1{background:color-mix(in srgb,var(--heat) 12%,var(--paper))}
.heat-2{background:color-mix(in srgb,var(--heat) 26%,var(--paper))}
.heat-3{background:color-mix(in srgb,var(--heat) 42%,var(--paper))}
.heat-4{background:color-mix(in srgb,var(--heat) 60%,var(--paper))}
.heat-5{background:color-mix(in srgb,var(--heat) 80%,var(--paper))}
.matrix{max-width:32rem;margin-bottom:1rem}
.matrix img{width:100%;height:auto}
.stack>*+*{margin-top:2rem}

.sprite{position:absolute}
.tiles{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:1rem .5rem;list-style:none;margin:1rem 0 0;
padding:0}
.tiles.named{grid-template-columns:repeat(3,minmax(0,1fr))}
.tiles li{font-size:.8125rem;line-height:1.35;text-align:center;overflow-wrap:anywhere;
font-variant-numeric:tabular-nums}
.tiles li span{display:block}
.tiles .muted{white-space:nowrap}
.tiles .digit{display:block;width:100%;max-width:4.5rem;margin:0 auto .25rem}
.spark{display:block;width:100%;max-width:6rem;height:auto;margin:.125rem auto 0;fill:none;stroke:var(--accent);
stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round}
.spark .least{stroke:var(--line);stroke-width:1}
.spark circle{fill:var(--accent);stroke:none}
.losses{display:block;min-width:18rem}
.tiles:not(.named):has(.spark){grid-template-columns:repeat(4,minmax(0,1fr))}
.digit{image-rendering:pixelated;border-radius:.25rem;outline:1px solid var(--digit-line);filter:invert(1)}
@media screen and (prefers-color-scheme:dark){.digit{filter:none}}
@media (min-width:56rem){.tiles{grid-template-columns:repeat(12,minmax(0,1fr))}
.tiles.named{grid-template-columns:repeat(6,minmax(0,1fr))}
.tiles:not(.named):has(.spark){grid-template-columns:repeat(10,minmax(0,1fr))}}

#drawing:not([hidden]){display:grid;gap:1.5rem 3rem;grid-template-columns:minmax(0,1fr);max-width:46rem}
@media (min-width:40rem){#drawing:not([hidden]){grid-template-columns:280px minmax(0,1fr)}}
canvas.paper{display:block;width:280px;height:280px;max-width:100%;border:1px solid var(--line);border-radius:.5rem;
background:var(--raised);color:var(--ink);touch-action:none;cursor:crosshair}
.tools{display:flex;align-items:center;justify-content:space-between;gap:.5rem;margin-top:.5rem;max-width:280px;
font-size:.8125rem}
.tools span{display:flex;align-items:center;gap:.5rem}
.tools canvas{width:42px;height:42px}
.answer{font-size:1.5rem;font-weight:650;line-height:1.25;margin:0 0 .75rem;min-height:2.5rem}
.bars{display:grid;grid-template-columns:minmax(1.5rem,max-content) minmax(0,1fr) 3.75rem;column-gap:.625rem;
list-style:none;margin:0;padding:0;font-size:.875rem;font-variant-numeric:tabular-nums}
.bars li{display:grid;grid-column:1/-1;grid-template-columns:subgrid;align-items:center;line-height:1.75}
.bars .value{text-align:right;color:var(--muted)}
.bars .bar{height:.625rem;border-radius:.3125rem;background:var(--raised);overflow:hidden}
.bars i{display:block;height:100%;width:0;background:var(--muted)}
.bars .best{font-weight:650}
.bars .best i{background:var(--accent)}
.bars .best .value{color:var(--ink)}

button{font:inherit;font-size:.8125rem;color:var(--ink);background:var(--paper);border:1px solid var(--muted);
border-radius:.375rem;padding:.25rem .75rem;cursor:pointer}
button:hover{background:var(--raised)}
figcaption>details{grid-area:2/1/3/3;min-width:0;color:var(--ink)}
figcaption>details>.scroll{margin-top:.5rem}
figcaption>button{grid-area:2/2;margin-top:.375rem}`;
