import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");
/** Where documents are, beside those at the top. */
const FOLDERS = ["docs", "configs", "data", "bench/results", ".github"];

/** Paths of all documents, relative to the root. */
export function documents(): string[] {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  return [...readdirSync(ROOT), ...inFolders].filter((name) => name.endsWith(".md"));
}

export function read(document: string): string {
  return readFileSync(join(ROOT, document), "utf8");
}

const FENCE = /^ {0,3}(```|~~~)[^\n]*\n.*?^ {0,3}\1[^\n]*$/gms;

/** Lines of a document that are no code. */
function withoutFences(text: string): string {
  return text.replace(FENCE, "");
}

/** What stands in backticks within the text. */
export function codeSpans(text: string): string[] {
  return [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, span]) => span as string);
}

/** Targets of links and pictures. */
export function linkTargets(text: string): string[] {
  const prose = withoutFences(text).replace(/`[^`\n]*`/g, "`");
  const inline = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)];
  const references = [...prose.matchAll(/^\[[^\]]+\]: *(\S+)/gm)];
  const html = [...prose.matchAll(/<(?:img|a)\b[^>]*\b(?:src|href)="([^"]+)"/g)];
  return [...inline, ...references, ...html].map(([, target]) => target as string);
}

/** Anchors that GitHub makes of headings: small letters, no punctuation, hyphens for spaces, a number where one occurs again. */
export function anchors(text: string): Set<string> {
  const found = new Set<string>();
  const counts = new Map<string, number>();
  for (const [, heading] of withoutFences(text).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const words = (heading as string).replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const slug = words
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
      .replaceAll(" ", "-");
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    found.add(count === 0 ? slug : `${slug}-${count}`);
  }
  for (const [, id] of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) found.add(id as string);
  return found;
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** What is wrong with the links of a document, one line each. Addresses elsewhere are not asked for. */
export function brokenLinks(document: string, text = read(document)): string[] {
  const isBroken = (target: string): boolean => {
    if (/^[a-z][a-z+.-]*:/.test(target)) return false;
    const [path, anchor] = target.split("#") as [string, string?];
    const file = path === "" ? document : relative(ROOT, join(ROOT, dirname(document), decodeURIComponent(path)));
    if (!exists(join(ROOT, file))) return true;
    return anchor !== undefined && !anchors(file === document ? text : read(file)).has(anchor);
  };
  return linkTargets(text)
    .filter(isBroken)
    .map((target) => `${document}: ${target}`);
}
