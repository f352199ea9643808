import {
  FRAGMENT_ADDRESS,
  FRAGMENT_BYTES,
  FRAGMENT_LENGTH,
  NODE_MODEL,
  NODE_NEVER,
  NODE_UNUSED,
  PIECE_BYTES,
  PIECE_FROM,
  PIECE_LENGTH,
  PIECE_NODE,
  VALUE_BYTES,
  VALUE_INLINE,
  VALUE_LENGTH,
  VALUE_OWN,
  VALUE_PREFIX,
  VALUE_PREFIX_LENGTH,
  VALUE_SUFFIX,
  VALUE_SUFFIX_LENGTH,
  VALUE_TEXT,
} from "../../assembly/layout.ts";
import { type Cutter, chooseClasses } from "./classes.ts";
import type { Image } from "./image.ts";
import { cutIntoPieces, type Piece } from "./pieces.ts";

/** Texts in the image, and how often each is written. */
export interface Values {
  addresses: number[];
  texts: string[];
  weights: ArrayLike<number>;
}

export interface Cutters {
  prefix?: Cutter;
  suffix?: Cutter;
}

/** Hands out the words in which a worker keeps positions. */
export class Nodes {
  #end = NODE_MODEL as number;

  get end(): number {
    return this.#end;
  }

  take(byteLength = 4): number {
    const node = this.#end;
    this.#end += byteLength;
    return node;
  }

  /** A node for each distinct part of a text. */
  ofParts(parts: (string | undefined)[]): number[] {
    const known = new Map<string, number>();
    return parts.map((part) => {
      if (part === undefined) return NODE_UNUSED;
      const node = known.get(part) ?? this.take();
      known.set(part, node);
      return node;
    });
  }
}

/** The values of a table's fragments, without the key before and what stands behind. */
export function valuesOf(image: Image, table: number, key: number, after: number, weights: ArrayLike<number>): Values {
  const addresses: number[] = [];
  const texts: string[] = [];
  for (let index = 0; index < weights.length; index++) {
    const entry = table + index * FRAGMENT_BYTES;
    const address = image.word(entry + FRAGMENT_ADDRESS) + key;
    addresses.push(address);
    texts.push(image.latin1(address, image.halfWord(entry + FRAGMENT_LENGTH) - key - after));
  }
  return { addresses, texts, weights };
}

/** Writes what values share at both ends; `placeOf` gives the address of each one's entry. */
export function putShared(
  image: Image,
  nodes: Nodes,
  { addresses, texts, weights }: Values,
  { prefix, suffix }: Cutters,
  placeOf: (index: number) => number,
): void {
  const none = texts.map(() => undefined);
  const prefixes = prefix === undefined ? none : chooseClasses({ texts, weights }, "prefix", prefix);
  const suffixes = suffix === undefined ? none : chooseClasses({ texts, weights }, "suffix", suffix);
  const prefixNodes = nodes.ofParts(prefixes);
  const suffixNodes = nodes.ofParts(suffixes);
  texts.forEach((text, index) => {
    const entry = placeOf(index);
    image.setWord(entry + VALUE_TEXT, addresses[index] as number);
    image.setHalfWord(entry + VALUE_LENGTH, text.length);
    image.setHalfWord(entry + VALUE_PREFIX_LENGTH, prefixes[index]?.length ?? 0);
    image.setWord(entry + VALUE_PREFIX, prefixNodes[index] as number);
    if (suffix === undefined) return;
    image.setHalfWord(entry + VALUE_SUFFIX_LENGTH, suffixes[index]?.length ?? 0);
    image.setWord(entry + VALUE_SUFFIX, suffixNodes[index] as number);
  });
}

/** Has the text of the value at `entry` stand at `address` if it ends before `end`; gives the address behind it. */
export function moveInto(image: Image, text: string, entry: number, address: number, end: number): number {
  if (address + text.length > end) return address;
  image.setBytes(address, text);
  image.setWord(entry + VALUE_TEXT, address);
  return address + text.length;
}

/** A table of values with a node each; gives its address. */
export function putValues(image: Image, nodes: Nodes, values: Values, cutters: Cutters, nodeBytes = 4): number {
  const table = image.reserve(values.texts.length * VALUE_BYTES, 64);
  putShared(image, nodes, values, cutters, (index) => table + index * VALUE_BYTES);
  for (let index = 0; index < values.texts.length; index++) {
    const entry = table + index * VALUE_BYTES;
    image.setWord(entry + VALUE_OWN, nodes.take(nodeBytes));
    moveInto(image, values.texts[index] as string, entry, entry + VALUE_INLINE, entry + VALUE_BYTES);
  }
  return table;
}

function putPieces(image: Image, pieces: Piece[], nodeOf: (index: number) => number): number {
  const table = image.reserve(pieces.length * PIECE_BYTES, 8);
  pieces.forEach(({ length, other }, index) => {
    const entry = table + index * PIECE_BYTES;
    image.setWord(entry + PIECE_NODE, other === undefined ? NODE_NEVER : nodeOf(other.index));
    image.setHalfWord(entry + PIECE_LENGTH, length);
    image.setHalfWord(entry + PIECE_FROM, other?.from ?? 0);
  });
  return table;
}

/** User agents: long, and alike in their middle too. */
export function putAgents(image: Image, nodes: Nodes, values: Values): number {
  const table = putValues(image, nodes, values, {});
  const nodeOf = (index: number) => image.word(table + index * VALUE_BYTES + VALUE_OWN);
  cutIntoPieces(values).forEach((pieces, index) => {
    const entry = table + index * VALUE_BYTES;
    image.setWord(entry + VALUE_PREFIX, putPieces(image, pieces, nodeOf));
    image.setHalfWord(entry + VALUE_PREFIX_LENGTH, pieces.length);
  });
  return table;
}
