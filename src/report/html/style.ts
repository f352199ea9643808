// The page's sheet. Colours are variables: pictures name them, so that one picture serves light, dark, print and forced colours. In light and in dark, text
// has a contrast of at least 4.5 : 1 and a mark one of 3 : 1 to the paper (WCAG 2.2, 1.4.3 and 1.4.11; test/unit/report/html/style.test.ts).

const LIGHT = {
  paper: "#ffffff",
  card: "#f5f6f8",
  ink: "#1a1d21",
  faint: "#5a626c",
  rule: "#d5d9de",
  land: "#e6e9ed",
  c0: "#1f66b3",
  c1: "#b04a12",
  c2: "#2c7a3f",
  c3: "#85429e",
  c4: "#68727d",
};

const DARK: typeof LIGHT = {
  paper: "#14171b",
  card: "#1d2126",
  ink: "#e9ecef",
  faint: "#a3abb5",
  rule: "#3a4149",
  land: "#2a3037",
  c0: "#6fb0ef",
  c1: "#f0955a",
  c2: "#77c58a",
  c3: "#cf98e4",
  c4: "#9aa4af",
};

/** Colours of the system, which a person chose to be able to see. Only one of them stands out, so lines differ by their dashes. */
const FORCED: typeof LIGHT = {
  paper: "Canvas",
  card: "Canvas",
  ink: "CanvasText",
  faint: "CanvasText",
  rule: "GrayText",
  land: "Canvas",
  c0: "CanvasText",
  c1: "Highlight",
  c2: "CanvasText",
  c3: "CanvasText",
  c4: "GrayText",
};

export const PALETTES = { light: LIGHT, dark: DARK };

function variables(palette: typeof LIGHT): string {
  const declarations = Object.entries(palette).map(([name, value]) => `--${name}: ${value};`);
  return `:root { ${declarations.join(" ")} }`;
}

export const STYLE = `
${variables(LIGHT)}
:root { color-scheme: light dark; }
@media screen and (prefers-color-scheme: dark) { ${variables(DARK)} }
@media (forced-colors: active) { ${variables(FORCED)} svg.picture { forced-color-adjust: none; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; }
a { color: var(--c0); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible, pre:focus-visible { outline: 3px solid var(--c0); outline-offset: 2px; }
header, main, nav, footer { max-width: 1100px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 36px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 4px; }
h2 { font-size: 22px; line-height: 1.3; margin: 52px 0 14px; padding-top: 14px; border-top: 1px solid var(--rule); }
h3 { font-size: 16px; line-height: 1.35; margin: 0; }
code, pre { font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { background: var(--card); border: 1px solid var(--rule); border-radius: 6px; padding: 10px 14px; margin: 8px 0 0; white-space: pre-wrap; }
.id { color: var(--faint); margin: 0 0 22px; overflow-wrap: anywhere; }
.status { position: sticky; top: 0; z-index: 1; margin: 0; padding: 8px 24px; background: var(--card); border-bottom: 1px solid var(--rule); font-size: 14px; font-variant-numeric: tabular-nums; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 12px; top: 8px; background: var(--paper); padding: 6px 10px; z-index: 1; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 0 0 24px; padding: 0; list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 12px 16px; }
.tiles b { display: block; font-size: 24px; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tiles span { color: var(--faint); font-size: 14px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 20px; margin: 20px 0; font-size: 15px; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
.notes { margin: 20px 0 0; padding: 10px 16px 10px 34px; border-left: 4px solid var(--c1); background: var(--card); font-size: 15px; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 26px 0 0; padding: 0; }
.missing { color: var(--faint); margin: 0 0 14px; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 30px 32px; }
figure { margin: 0; min-width: 0; display: grid; grid-row: span 3; grid-template-rows: subgrid; grid-template-columns: minmax(0, 1fr); row-gap: 0; }
figure.wide { grid-column: 1 / -1; }
figcaption p { color: var(--faint); font-size: 14px; margin: 2px 0 8px; overflow-wrap: anywhere; }
.frame { overflow-x: auto; }
svg.picture { display: block; width: 100%; height: auto; font-family: inherit; font-variant-numeric: tabular-nums; }
.land path { fill: var(--land); stroke: var(--faint); stroke-width: 0.6; }
.spots circle { fill: var(--c0); fill-opacity: 0.5; stroke: var(--paper); stroke-width: 0.6; }
.names text { fill: var(--ink); font-size: 14px; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
details { margin-top: 4px; font-size: 14px; }
summary { color: var(--faint); cursor: pointer; width: max-content; padding: 2px 4px; }
.scroll { max-height: 420px; overflow: auto; border: 1px solid var(--rule); border-radius: 6px; margin-top: 4px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--faint); padding: 6px 10px; }
th, td { padding: 3px 10px; text-align: left; vertical-align: top; font-weight: normal; border-top: 1px solid var(--rule); overflow-wrap: anywhere; }
thead th { position: sticky; top: 0; background: var(--card); font-weight: 600; }
.n { text-align: right; white-space: nowrap; }
.more { color: var(--faint); }
footer { color: var(--faint); font-size: 14px; padding-top: 40px; padding-bottom: 40px; }
@media screen and (max-width: 760px) {
  header, main, nav, footer { padding-left: 14px; padding-right: 14px; }
  .figures { grid-template-columns: minmax(0, 1fr); }
  figure.wide svg.picture { min-width: 700px; }
  svg.picture { min-width: 420px; }
  dl { grid-template-columns: 1fr; }
  dd { margin-bottom: 6px; }
}
@media print {
  body { font-size: 11pt; }
  header, main, nav, footer { max-width: none; padding: 0; }
  nav, .skip, .status, details:not([open]) { display: none; }
  h2, figcaption { break-after: avoid; }
  figure, .tiles, dl, pre { break-inside: avoid; }
  .scroll { max-height: none; overflow: visible; }
  .spots circle { print-color-adjust: exact; }
  @page { margin: 16mm; }
}
`;
