import type { Path } from "../config/text/places.ts";
import type { Source } from "../config/text/report.ts";
import { UsageError } from "../system/errors.ts";
import { printable } from "../system/printable.ts";

/** More lines tell nothing new. */
const MOST_PROBLEMS = 100;

const keyOf = (path: Path) => JSON.stringify(path);

/** Where in the cells of a file each part of a configuration is; problems of the cells themselves are collected here too. */
export class CellSource implements Source {
  /** The first is the file itself, as a whole. */
  readonly #places = [""];
  readonly #offsets = new Map<string, number>();
  readonly #literals = new Map<string, string>();
  readonly #problems: string[] = [];
  #problemCount = 0;

  constructor(readonly file: string) {}

  /** @param place such as `sheet "levels", cell B2` @param literal the value's JSON, where messages or rules ask for it */
  note(path: Path, place: string, literal?: string): void {
    const key = keyOf(path);
    this.#offsets.set(key, this.#places.length);
    this.#places.push(place);
    if (literal !== undefined) this.#literals.set(key, literal);
  }

  offsetOf(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const offset = this.#offsets.get(keyOf(path.slice(0, length)));
      if (offset !== undefined) return offset;
    }
    return 0;
  }

  keyOffsetOf(path: Path): number {
    return this.offsetOf(path);
  }

  literalAt(path: Path): string {
    return this.#literals.get(keyOf(path)) ?? "a number";
  }

  showPlace(offset: number): string {
    return offset === 0 ? "" : `, ${this.#places[offset]}`;
  }

  within(offset: number): string {
    return offset === 0 ? "in the file" : `in ${this.#places[offset]}`;
  }

  /** Adds a problem with its remedy. @param place empty for the file as a whole */
  problem(place: string, text: string): void {
    if (++this.#problemCount > MOST_PROBLEMS) return;
    this.#problems.push(`${printable(this.file, 1000)}${place === "" ? "" : `, ${place}`}: ${printable(text, 1000)}`);
  }

  /** Throws UsageError with all problems, if there are some. */
  refuse(): void {
    if (this.#problemCount === 0) return;
    const more = this.#problemCount - this.#problems.length;
    const rest = more > 0 ? [`${printable(this.file, 1000)}: and ${more} more messages`] : [];
    throw new UsageError([...this.#problems, ...rest].join("\n"));
  }
}
