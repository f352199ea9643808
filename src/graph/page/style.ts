import { DARK, LIGHT } from "../draw/style.ts";

const variables = (colours: typeof LIGHT | typeof DARK) =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");

/** The page's style sheet: light, dark on a screen that asks for it, and for paper, where the picture takes the width of the sheet. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;${variables(LIGHT)}}
body{margin:0;padding:1rem;background:var(--paper);color:var(--ink);font:15px/1.45 Arial,Helvetica,"Liberation Sans",sans-serif}
h1{font-size:1.4rem;margin:0 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.1rem;margin:1.2rem 0 .4rem}
#description{max-width:110ch;margin:0 0 .8rem;color:var(--faint)}
#controls{display:flex;flex-wrap:wrap;gap:.5rem 1.2rem;align-items:center;margin:0 0 .6rem}
#controls[hidden]{display:none}
label,output{display:inline-flex;gap:.4rem;align-items:center}
input,button{font:inherit;color:var(--ink);background:var(--box);border:1px solid var(--frame);border-radius:.3rem;padding:.25rem .6rem}
input[type=range]{width:12rem;padding:0}
#least{min-width:6.5em}
:focus-visible{outline:3px solid var(--crossing);outline-offset:1px}
#frame{overflow:auto;border:1px solid var(--frame);border-radius:.4rem;max-height:85vh}
#graph{display:block}
#chosen{min-height:1.5em;margin:.4rem 0}
.node{cursor:pointer}
.node:focus-visible{outline:3px solid var(--crossing)}
.match rect,.node.chosen rect{stroke:var(--crossing);stroke-width:3}
.edge.rare,.edge.off{display:none}
.edge.rare.on{display:inline}
.edge.dim{opacity:.12}
table{border-collapse:collapse;font-size:.9rem}
caption{text-align:left;color:var(--faint);padding:0 0 .3rem}
th,td{border-bottom:1px solid var(--frame);padding:.2rem .7rem .2rem 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
@media print{
  #controls,#chosen{display:none}
  body{padding:0}
  #frame{overflow:visible;max-height:none;border:0}
  #graph{width:100%;height:auto}
}
@media screen and (prefers-color-scheme:dark){:root{${variables(DARK)}}}
@media (forced-colors:active){.node.chosen rect,.match rect{stroke-width:5}}
`;
