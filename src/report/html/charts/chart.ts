import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { escapeMarkup } from "../../../system/printable.ts";

import { ACCENT } from "./look.ts";

use([BarChart, CustomChart, LineChart, ScatterChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer]);

/** A picture's size in units of its own; the page scales it. */
export interface Size {
  width: number;
  height: number;
}

/** What a screen reader says of a picture. */
export interface Spoken {
  /** Distinct in the page; letters and hyphens. */
  id: string;
  title: string;
  description: string;
}

/** Wraps marks as a picture with a name and a description. */
export function picture({ id, title, description }: Spoken, { width, height }: Size, marks: string): string {
  return (
    `<svg class="picture" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">` +
    `<title id="${id}-title">${escapeMarkup(title)}</title><desc id="${id}-desc">${escapeMarkup(description)}</desc>\n${marks}\n</svg>`
  );
}

/**
 * What the library draws for a browser with a mouse is left out. Its styles become attributes, since the page allows no style but its
 * own sheet.
 */
function cleaned(svg: string): string {
  return (
    svg
      .replace(/^<svg[^>]*>/, "")
      .replace(/<\/svg>\s*$/, "")
      .replace(/<style[^>]*>.*?<\/style>/gs, "")
      // Lines are cut where a picture ends, which none of ours crosses.
      .replace(/<defs ?>.*?<\/defs>/gs, "")
      .replace(/^<rect [^>]*fill="none"><\/rect>$/m, "")
      .replace(/ style="([^"]*)"/g, (_, style: string) => attributesOf(style))
      .replace(
        / (class="zr[^"]*"|clip-path="[^"]*"|pointer-events="[^"]*"|xml:space="[^"]*"|ecmeta_[a-z_]*="[^"]*")/g,
        "",
      )
      .trim()
  );
}

const KEPT_STYLES = new Set(["font-size", "font-weight", "font-style"]);

function attributesOf(style: string): string {
  return style
    .split(";")
    .map((declaration) => declaration.split(":").map((part) => part.trim()))
    .filter(([name = ""]) => KEPT_STYLES.has(name))
    .map(([name, value]) => ` ${name}="${value}"`)
    .join("");
}

/** Draws an option of ECharts as SVG, which is the same on every machine: the library has its own widths of characters. */
export function draw(spoken: Spoken, size: Size, option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...size });
  try {
    chart.setOption({ animation: false, color: [ACCENT], ...option });
    return picture(spoken, size, cleaned(chart.renderToSVGString()));
  } finally {
    chart.dispose();
  }
}
