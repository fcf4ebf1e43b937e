/**
 * On paper: light, two plots beside each other, what is folded on a screen laid open, and nothing that only a screen
 * can do. An A4 page is about 700 pixels wide. Tables of up to 12 rows stay on one page; beneath plots, those of up to
 * six columns have room.
 */
export const printStyle = `@media print{
@page{margin:14mm 9mm}
:root{font-size:12px}
body{max-width:none;padding:0 1rem}
nav,button,a[download],figcaption summary,figcaption details:has(th:nth-child(7)),#try,section:has(>#try){display:none}
.lead{padding:0 0 .5rem}
main>section{padding-top:1.5rem}
h2,h3,caption,summary{break-after:avoid}
figure,tr,.tiles li,.scroll:not(:has(tr:nth-child(13))){break-inside:avoid}
figure:has(tr:nth-child(13)){break-inside:auto}
.scroll{overflow:visible}
th,td{overflow-wrap:anywhere}
thead th,.number{white-space:normal}
thead th:first-child{overflow-wrap:normal}
figcaption :is(th,td){padding-right:.5rem}
table:has(th:nth-child(13)) :is(th,td){padding-inline:0 .25rem;min-width:0;font-size:.6875rem}
.grid{grid-template-columns:repeat(2,minmax(0,1fr))}
.tiles,.tiles:not(.named):has(.spark){grid-template-columns:repeat(10,minmax(0,1fr));gap:.75rem .5rem}
.tiles.named{grid-template-columns:repeat(6,minmax(0,1fr))}
.tiles .digit{max-width:3.5rem;outline-offset:-1px}
.digit,.confusion td,.note{print-color-adjust:exact}
summary{list-style:none;color:var(--ink)}
details::details-content{content-visibility:visible;display:block;height:auto}
}`;
