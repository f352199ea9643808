import { deflateRawSync } from "node:zlib";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const DEFLATED = 8;

/** What a local and a central header have in common: version, flags, method, time, date, checksum, sizes, lengths of the name and of more. */
function commonHead(name: string, packed: Uint8Array, size: number): Buffer {
  const head = Buffer.alloc(26);
  head.writeUInt16LE(VERSION, 0);
  head.writeUInt16LE(DEFLATED, 4);
  head.writeUInt32LE(packed.length, 14);
  head.writeUInt32LE(size, 18);
  head.writeUInt16LE(Buffer.byteLength(name), 22);
  return head;
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
}

/**
 * A zip archive, without checksums. Content that several names share is packed once, and by zlib: a library in JavaScript takes seconds for what
 * unpacks to hundreds of megabytes.
 * @param saidBytes the size that the headers state in place of the true one
 */
export function archiveOf(files: Readonly<Record<string, Uint8Array>>, saidBytes?: number): Uint8Array {
  const packings = new Map<Uint8Array, Buffer>();
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = packings.get(content) ?? deflateRawSync(content, { level: 1 });
    packings.set(content, packed);
    const head = commonHead(name, packed, saidBytes ?? content.length);
    const local = Buffer.concat([words(LOCAL), head, Buffer.from(name), packed]);
    const after = Buffer.alloc(14);
    after.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([VERSION, 0]);
    centrals.push(Buffer.concat([words(CENTRAL), madeBy, head, after, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(12);
  end.writeUInt16LE(centrals.length, 4);
  end.writeUInt16LE(centrals.length, 6);
  return Buffer.concat([
    ...locals,
    directory,
    words(END),
    end.subarray(0, 8),
    words(directory.length, offset),
    end.subarray(0, 2),
  ]);
}
