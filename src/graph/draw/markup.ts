const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text in SVG or HTML, between tags or in an attribute. Control characters are replaced before (`shownName`). */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => REFERENCES[character]!);
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

function attributesOf(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === "number" ? rounded(value) : escaped(value!)}"`)
    .join("");
}

/** A hundredth of a pixel is not seen. */
export function rounded(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** An element. @param content markup; texts in it are escaped */
export function element(name: string, attributes: Attributes, content = ""): string {
  const start = `<${name}${attributesOf(attributes)}`;
  return content === "" && !PAIRED.has(name) ? `${start}/>` : `${start}>${content}</${name}>`;
}

/** Elements of HTML that need an end tag though they are empty. */
const PAIRED = new Set(["div", "output", "section", "tbody", "td", "th"]);
