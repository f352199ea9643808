/** An element of a document, without its content. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
}

const NAME = "[A-Za-z_][\\w.-]*";
const REFERENCE = "&(?:amp|lt|gt|quot|apos|#\\d+);";
const TEXT = new RegExp(`^(?:[^<&]|${REFERENCE})*$`);
const VALUE = new RegExp(`^(?:[^<&"]|${REFERENCE})*$`);
const TAG = new RegExp(`^<(/?)(${NAME})((?:\\s+${NAME}="[^"]*")*)\\s*(/?)>$`);

function attributesOf(text: string): Record<string, string> {
  const found = [...text.matchAll(new RegExp(`(${NAME})="([^"]*)"`, "g"))].map((match) => [match[1]!, match[2]!]);
  const attributes = Object.fromEntries(found) as Record<string, string>;
  if (Object.keys(attributes).length !== found.length) throw new Error(`an attribute twice: ${text}`);
  for (const value of Object.values(attributes)) if (!VALUE.test(value)) throw new Error(`not a value: ${value}`);
  return attributes;
}

/**
 * Reads a document of elements, attributes in double quotes and text: what XML 1.0 has beyond these is refused, and so is
 * what it does not allow. Throws where the document is not well-formed.
 */
export function readXml(document: string): Element[] {
  if (/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/.test(document)) throw new Error("a character that XML has no place for");
  const body = document.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, "").trim();
  const elements: Element[] = [];
  const open: string[] = [];
  for (const token of body.match(/<[^>]*>|[^<]+|</g) ?? []) {
    if (!token.startsWith("<")) {
      if (!TEXT.test(token) || open.length === 0) throw new Error(`not a text: ${token}`);
      continue;
    }
    const [, closes, name, attributes, isEmpty] = TAG.exec(token) ?? [];
    if (name === undefined) throw new Error(`not a tag: ${token}`);
    if (closes && open.pop() !== name) throw new Error(`closes what is not open: ${token}`);
    if (closes) continue;
    if (open.length === 0 && elements.length > 0) throw new Error(`a second root: ${token}`);
    elements.push({ name, attributes: attributesOf(attributes ?? "") });
    if (!isEmpty) open.push(name);
  }
  if (open.length > 0 || elements.length === 0) throw new Error(`not closed: ${open.join(", ")}`);
  return elements;
}
