import {
  NO_SUFFIX,
  NODE_NEVER,
  NODE_UNUSED,
  PIECE_BYTES,
  PIECE_FROM,
  PIECE_LENGTH,
  PIECE_NODE,
  SHORT_BYTES,
  VALUE_BYTES,
  VALUE_INLINE,
  VALUE_LENGTH,
  VALUE_OWN,
  VALUE_PREFIX,
  VALUE_PREFIX_LENGTH,
  VALUE_SHORT,
  VALUE_SUFFIX,
  VALUE_SUFFIX_LENGTH,
  VALUE_TEXT,
} from "../../../assembly/layout/emission.ts";
import { FRAGMENT_ADDRESS, FRAGMENT_BYTES, FRAGMENT_LENGTH } from "../../../assembly/layout/text.ts";
import type { Image } from "../image.ts";
import { type Classes, chooseClasses, type Side } from "./classes.ts";
import type { Cutter } from "./cutters.ts";
import { cutIntoPieces, type Piece } from "./pieces.ts";
import type { WeightedTexts } from "./substrings.ts";

/** Texts in the image, by their offset from its base, and the frequency of each. */
export type Values = Omit<WeightedTexts, "bytes">;

export interface Cutters {
  /** The first SHORT_BYTES have nodes. */
  short?: boolean;
  prefix?: Cutter;
  suffix?: Cutter;
}

/** Allocates the words in which a worker keeps positions. */
export class Nodes {
  #end: number;

  /** @param first the node that comes first */
  constructor(first: number) {
    this.#end = first;
  }

  get end(): number {
    return this.#end;
  }

  take(byteLength = 4): number {
    const node = this.#end;
    this.#end += byteLength;
    return node;
  }

  /** A node for each distinct part of a text. */
  ofParts({ lengths, parts, partCount }: Classes): Uint32Array {
    const known = new Uint32Array(partCount);
    const nodes = new Uint32Array(parts.length);
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index] as number;
      if (lengths[index] === 0) nodes[index] = NODE_UNUSED;
      else nodes[index] = known[part] ||= this.take();
    }
    return nodes;
  }
}

/** The values of a table's fragments, without the key before and the bytes after. */
export function valuesOf(image: Image, table: number, key: number, after: number, weights: Uint32Array): Values {
  const starts = new Uint32Array(weights.length);
  const lengths = new Uint16Array(weights.length);
  for (let index = 0; index < weights.length; index++) {
    const entry = table + index * FRAGMENT_BYTES;
    starts[index] = image.word(entry + FRAGMENT_ADDRESS) + key - image.base;
    lengths[index] = image.halfWord(entry + FRAGMENT_LENGTH) - key - after;
  }
  return { starts, lengths, weights };
}

/** The parts that texts share on one side, with the nodes for them. */
function sharedOn(side: Side, image: Image, nodes: Nodes, values: Values, cutter: Cutter | undefined) {
  const count = values.weights.length;
  if (cutter === undefined) return { lengths: new Uint16Array(count), nodes: new Uint32Array(count).fill(NODE_UNUSED) };
  const classes = chooseClasses({ bytes: image.bytes(), ...values }, side, cutter);
  return { lengths: classes.lengths, nodes: nodes.ofParts(classes) };
}

/** A node for each pair of bytes that texts begin with; texts of fewer than two bytes have one that is never used. */
function shortNodes(image: Image, nodes: Nodes, { starts, lengths }: Values): Uint32Array {
  const bytes = image.bytes();
  const known = new Uint32Array(65536);
  return Uint32Array.from(starts, (start, index) => {
    if ((lengths[index] as number) < SHORT_BYTES) return NODE_UNUSED;
    const beginning = ((bytes[start] as number) << 8) | (bytes[start + 1] as number);
    if (known[beginning] === 0) known[beginning] = nodes.take();
    return known[beginning] as number;
  });
}

/** Writes the parts that values share at both ends; `placeOf` returns the address of each value's entry. */
export function putShared(
  image: Image,
  nodes: Nodes,
  values: Values,
  { short = false, prefix, suffix }: Cutters,
  placeOf: (index: number) => number,
): void {
  const prefixes = sharedOn("prefix", image, nodes, values, prefix);
  const suffixes = sharedOn("suffix", image, nodes, values, suffix);
  const shorts = short ? shortNodes(image, nodes, values) : undefined;
  const { starts, lengths } = values;
  for (let index = 0; index < starts.length; index++) {
    const entry = placeOf(index);
    image.setWord(entry + VALUE_TEXT, image.base + (starts[index] as number));
    image.setHalfWord(entry + VALUE_LENGTH, lengths[index] as number);
    image.setHalfWord(entry + VALUE_PREFIX_LENGTH, prefixes.lengths[index] as number);
    image.setWord(entry + VALUE_PREFIX, prefixes.nodes[index] as number);
    if (shorts !== undefined) image.setWord(entry + VALUE_SHORT, shorts[index] as number);
    if (suffix === undefined) continue;
    image.setHalfWord(entry + VALUE_SUFFIX_LENGTH, (suffixes.lengths[index] as number) || NO_SUFFIX);
    image.setWord(entry + VALUE_SUFFIX, suffixes.nodes[index] as number);
  }
}

/** Moves the text of the value at `entry` to `address` if it fits before `end`; returns the next free address. */
export function moveInto(
  image: Image,
  { starts, lengths }: Values,
  index: number,
  entry: number,
  address: number,
  end: number,
): number {
  const byteLength = lengths[index] as number;
  if (address + byteLength > end) return address;
  image.copy(image.base + (starts[index] as number), byteLength, address);
  image.setWord(entry + VALUE_TEXT, address);
  return address + byteLength;
}

/** Writes a table of values with a node each; returns its address. */
export function putValues(image: Image, nodes: Nodes, values: Values, cutters: Cutters, nodeBytes = 4): number {
  const count = values.weights.length;
  const table = image.reserve(count * VALUE_BYTES, 64);
  putShared(image, nodes, values, cutters, (index) => table + index * VALUE_BYTES);
  for (let index = 0; index < count; index++) {
    const entry = table + index * VALUE_BYTES;
    image.setWord(entry + VALUE_OWN, nodes.take(nodeBytes));
    moveInto(image, values, index, entry, entry + VALUE_INLINE, entry + VALUE_BYTES);
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

/** User agents: long texts that also share parts in their middle. */
export function putAgents(image: Image, nodes: Nodes, values: Values): number {
  const table = putValues(image, nodes, values, {});
  const nodeOf = (index: number) => image.word(table + index * VALUE_BYTES + VALUE_OWN);
  cutIntoPieces({ bytes: image.bytes(), ...values }).forEach((pieces, index) => {
    const entry = table + index * VALUE_BYTES;
    image.setWord(entry + VALUE_PREFIX, putPieces(image, pieces, nodeOf));
    image.setHalfWord(entry + VALUE_PREFIX_LENGTH, pieces.length);
  });
  return table;
}
