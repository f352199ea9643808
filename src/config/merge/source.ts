import { printable } from "../../system/printable.ts";
import type { Path } from "../text/places.ts";
import type { Source } from "../text/report.ts";
import type { Merger, Place } from "./merge.ts";
import type { Part } from "./part.ts";

/** `fewer.json:4:7`. */
export function showPlace({ part: { document }, path }: Place): string {
  return `${printable(document.file, 1000)}${document.showPlace(document.offsetOf(path))}`;
}

/** A merged configuration, whose messages name the places in the files that say what is wrong. */
export class MergedSource implements Source {
  readonly file = "the merged configuration";
  /** The offset of each part's text among all of them. The place before them is the whole. */
  readonly #starts = new Map<Part, number>();

  constructor(private readonly merger: Merger) {
    let next = 1;
    for (const part of merger.parts) {
      this.#starts.set(part, next);
      next += part.document.text.length + 1;
    }
  }

  #placeOf([key, index, ...rest]: Path): Place | undefined {
    if (typeof key !== "string") return undefined;
    const { merger } = this;
    if (typeof index !== "number") return merger.placeOfSetting(key);
    const table = merger.tableOf(key as Parameters<Merger["tableOf"]>[0]) as ReturnType<Merger["tableOf"]> | undefined;
    const item = table?.[index];
    return item && { part: item.place.part, path: [...item.place.path, ...rest] };
  }

  offsetOf(path: Path): number {
    const place = this.#placeOf(path);
    return place === undefined ? 0 : this.#starts.get(place.part)! + place.part.document.offsetOf(place.path);
  }

  keyOffsetOf(path: Path): number {
    const place = this.#placeOf(path);
    return place === undefined ? 0 : this.#starts.get(place.part)! + place.part.document.keyOffsetOf(place.path);
  }

  literalAt(path: Path): string {
    const place = this.#placeOf(path);
    return place === undefined ? "" : place.part.document.literalAt(place.path);
  }

  #at(offset: number): { part: Part; inner: number } | undefined {
    const found = [...this.#starts].findLast(([, start]) => start <= offset);
    return found && { part: found[0], inner: offset - found[1] };
  }

  showPlace(offset: number): string {
    const at = this.#at(offset);
    return at === undefined ? "" : `, ${printable(at.part.document.file, 1000)}${at.part.document.showPlace(at.inner)}`;
  }

  within(offset: number): string {
    const at = this.#at(offset);
    return at === undefined
      ? "in no file"
      : `in ${printable(at.part.document.file, 1000)} ${at.part.document.within(at.inner)}`;
  }
}
