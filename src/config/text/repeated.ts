import type { Path } from "./places.ts";
import { endOfString, keyText } from "./places.ts";

interface RepeatedKey {
  path: Path;
  offset: number;
  firstOffset: number;
}

/** An object or list that is still open at the current position: its keys with their offsets, or the list's current index. */
interface Open {
  keys?: Map<string, number>;
  step: string | number;
}

/** Finds keys that an object of a text has twice; the parsed value shows only one of them. */
export function repeatedKeys(json: string, value: unknown): Iterable<RepeatedKey> {
  // Each key has a quote before a colon, and texts can only add to these. This count is enough for most files.
  return keysAtMost(json) === countKeys(value) ? [] : repeatedIn(json);
}

function keysAtMost(json: string): number {
  let count = 0;
  for (const _ of json.matchAll(/"\s*:/g)) count++;
  return count;
}

function countKeys(root: unknown): number {
  const values = [root];
  let count = 0;
  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const inner = Object.values(value);
    if (!Array.isArray(value)) count += inner.length;
    for (const child of inner) if (typeof child === "object") values.push(child);
  }
  return count;
}

function* repeatedIn(json: string): Generator<RepeatedKey> {
  const open: Open[] = [];
  for (let at = 0; at < json.length; at++) {
    const inner = open.at(-1);
    switch (json[at]) {
      case "{":
        open.push({ keys: new Map(), step: "" });
        break;
      case "[":
        open.push({ step: 0 });
        break;
      case "}":
      case "]":
        open.pop();
        break;
      case ",":
        if (typeof inner?.step === "number") inner.step++;
        break;
      case '"': {
        const start = at;
        at = endOfString(json, start) - 1;
        if (inner?.keys === undefined || !isKey(json, at + 1)) break;
        inner.step = keyText(json, start);
        const firstOffset = inner.keys.get(inner.step);
        if (firstOffset === undefined) inner.keys.set(inner.step, start);
        else yield { path: open.map(({ step }) => step), offset: start, firstOffset };
      }
    }
  }
}

function isKey(json: string, end: number): boolean {
  let at = end;
  while (json.charCodeAt(at) <= 0x20) at++;
  return json[at] === ":";
}
