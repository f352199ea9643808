import { escapeMarkup } from "../../system/printable.ts";

export type Attributes = Readonly<Record<string, string | number | undefined>>;

function attributesOf(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === "number" ? rounded(value) : escapeMarkup(value!)}"`)
    .join("");
}

/** A hundredth of a pixel is not seen. */
export function rounded(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** An element. @param content markup; texts in it are escaped (`escapeMarkup`) */
export function element(name: string, attributes: Attributes, content = ""): string {
  const start = `<${name}${attributesOf(attributes)}`;
  return content === "" && !PAIRED.has(name) ? `${start}/>` : `${start}>${content}</${name}>`;
}

/** Elements of HTML that need an end tag though they are empty. */
const PAIRED = new Set(["div", "output", "section", "tbody", "td", "th"]);
