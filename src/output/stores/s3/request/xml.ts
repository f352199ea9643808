import { parseXml, XmlElement } from "@rgrove/parse-xml";

/** An element of an answer. Elements that may repeat are asked for by `all`. */
export class Element {
  constructor(private readonly element: XmlElement) {}

  get name(): string {
    return this.element.name;
  }

  /** The text of the first element of a name; undefined where there is none. */
  text(name: string): string | undefined {
    for (const child of this.element.children)
      if (child instanceof XmlElement && child.name === name) return child.text;
    return undefined;
  }

  all(name: string): Element[] {
    const found: Element[] = [];
    for (const child of this.element.children)
      if (child instanceof XmlElement && child.name === name) found.push(new Element(child));
    return found;
  }
}

/**
 * Reads an answer in XML. Undefined if it is none, such as a page of a proxy. The parser knows no entities but the five of XML,
 * so that an answer cannot grow while it is read, and takes no time to speak of for the mebibyte that an answer may have.
 */
export function readXml(bytes: Buffer): Element | undefined {
  // Servers send white space while they complete an upload, so that the connection is not taken for dead.
  // The parser's time grows with the square of the line ends of Windows, which are line ends alone by the standard.
  const text = bytes.toString("utf8").trim().replace(/\r\n?/g, "\n");
  if (!text.startsWith("<")) return undefined;
  try {
    const { root } = parseXml(text);
    return root === null ? undefined : new Element(root);
  } catch {
    // It is not well formed, or so deep that the stack is full.
    return undefined;
  }
}
