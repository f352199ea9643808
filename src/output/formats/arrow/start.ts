import type { DictionaryTable } from "../../../model/columns/dictionaries.ts";
import { wellFormed } from "../../../model/columns/dictionaries.ts";
import type { Image } from "../../../model/image.ts";
import type { Compress } from "../../codecs/codec.ts";
import type { FileFacts, Shape } from "../columns/shape.ts";
import { type ArrowCompression, compressorFor, PREFIX_BYTES, putCompressed } from "./buffers.ts";
import type { ArrowStart } from "./footing.ts";
import { arrowColumnsOf, isOfCatalog } from "./layout.ts";
import {
  aligned,
  type Block,
  type BufferCodec,
  type BufferPlace,
  blockOf,
  dictionaryStart,
  schemaMessage,
} from "./messages.ts";

/** Bytes of a length before a text in the catalog. */
const LENGTH_BYTES = 4;

/** Distinct texts: where each ends in all of them. */
interface Texts {
  ends: Int32Array;
  bytes: Uint8Array;
}

function joined(values: readonly Uint8Array[]): Texts {
  const ends = new Int32Array(values.length + 1);
  values.forEach((value, index) => {
    ends[index + 1] = (ends[index] as number) + value.byteLength;
  });
  return { ends, bytes: Buffer.concat(values) };
}

/** The texts of a dictionary of the catalog, which are one after the other, each after its length. Texts are short: a loop is faster than calls. */
function textsOf(image: Image, { count, places, byteLength }: DictionaryTable): Texts {
  const from = image.bytes();
  const ends = new Int32Array(count + 1);
  const bytes = new Uint8Array(byteLength - count * LENGTH_BYTES);
  let to = 0;
  let at = image.word(places) - image.base;
  for (let rank = 1; rank <= count; rank++) {
    const end = image.word(places + rank * 4) - image.base;
    for (at += LENGTH_BYTES; at < end; at++) bytes[to++] = from[at] as number;
    ends[rank] = to;
  }
  return { ends, bytes };
}

function valuesOf(image: Image, { dictionaries, states, tag }: Shape, name: string): Texts {
  if (isOfCatalog(name)) return textsOf(image, dictionaries[name]);
  const values = name === "tag" ? [tag ?? []].flat() : (states.fields[name as "page"].values as string[]);
  return joined(values.map((text) => Buffer.from(wellFormed(text))));
}

/** Puts buffers one after the other, compressed where there is a compressor. */
function bodyOf(buffers: readonly Uint8Array[], compress: Compress | undefined) {
  const most = buffers.reduce((sum, { byteLength }) => sum + aligned(PREFIX_BYTES + byteLength), 0);
  const body = Buffer.alloc(most);
  const places: BufferPlace[] = [];
  let offset = 0;
  for (const bytes of buffers) {
    if (compress === undefined) body.set(bytes, offset);
    const byteLength = compress === undefined ? bytes.byteLength : putCompressed(body, bytes, offset, compress);
    places.push({ offset, byteLength });
    offset = aligned(offset + byteLength);
  }
  return { places, body: body.subarray(0, offset) };
}

/** Returns the schema and the dictionaries of a run: all values of the catalog and of the states, whichever the events show. */
export function arrowStartOf(
  { image, shape, metadata }: FileFacts,
  { compress, level }: { compress: ArrowCompression; level?: number },
): ArrowStart {
  const columns = arrowColumnsOf(shape);
  const compressor = compressorFor(compress, level);
  const codec = compress === "none" ? undefined : (compress satisfies BufferCodec);
  const messages = [schemaMessage(columns, metadata)];
  const dictionaries: Block[] = [];
  let offset = (messages[0] as Uint8Array).byteLength;
  columns.forEach(({ field, indexBytes }, id) => {
    if (indexBytes === undefined) return;
    const { ends, bytes } = valuesOf(image, shape, field.name);
    const { places, body } = bodyOf([new Uint8Array(ends.buffer), bytes], compressor);
    const none = { offset: 0, byteLength: 0 };
    const parts = { rows: ends.length - 1, nulls: [0], buffers: [none, ...places], bodyBytes: body.byteLength, codec };
    const message = Buffer.concat([dictionaryStart(id, parts), body]);
    dictionaries.push(blockOf(message, offset));
    messages.push(message);
    offset += message.byteLength;
  });
  return { columns, metadata, bytes: Buffer.concat(messages), dictionaries };
}
