import type { Node } from "jsonc-parser";
import type { ConfigDocument, Path } from "./document.ts";

interface RepeatedKey {
  path: Path;
  offset: number;
  firstOffset: number;
}

/** Keys that an object has twice, of which a parsed value shows only one. */
export function repeatedKeys(document: ConfigDocument, value: unknown): RepeatedKey[] {
  // Each key is a quote before a colon, and texts can only add to these. Most files are settled by this count.
  const keysAtMost = document.text.match(/"\s*:/g)?.length ?? 0;
  return keysAtMost === countKeys(value) ? [] : repeatedInTree(document.tree.root);
}

function countKeys(root: unknown): number {
  const values = [root];
  let count = 0;
  for (const value of values) {
    if (typeof value !== "object" || value === null) continue;
    const inner = Object.values(value);
    if (!Array.isArray(value)) count += inner.length;
    for (const child of inner) if (typeof child === "object") values.push(child);
  }
  return count;
}

function repeatedInTree(root: Node | undefined): RepeatedKey[] {
  const repeated: RepeatedKey[] = [];
  const places: { node: Node; path: Path }[] = root === undefined ? [] : [{ node: root, path: [] }];
  for (const { node, path } of places) {
    const firstOffsets = new Map<string, number>();
    for (const [index, child] of (node.children ?? []).entries()) {
      if (node.type === "array") places.push({ node: child, path: [...path, index] });
      if (child.type !== "property") continue;
      const [key, value] = child.children!;
      const keyPath = [...path, key!.value];
      const firstOffset = firstOffsets.get(key!.value);
      if (firstOffset === undefined) firstOffsets.set(key!.value, child.offset);
      else repeated.push({ path: keyPath, offset: child.offset, firstOffset });
      if (value !== undefined) places.push({ node: value, path: keyPath });
    }
  }
  return repeated;
}
