// Reads one deflated file out of a zip archive (APPNOTE.TXT 6.3: end record, central directory, local header).
import { inflateRawSync } from "node:zlib";

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const DEFLATED = 8;

/** The bytes of the archive's entry called `name`. */
export function unzipFile(archive, name) {
  const entry = findEntry(archive, name);
  // The local header repeats name and extra field, with lengths of its own.
  const start = entry.offset + 30 + archive.readUInt16LE(entry.offset + 26) + archive.readUInt16LE(entry.offset + 28);
  return inflateRawSync(archive.subarray(start, start + entry.packedBytes));
}

function findEntry(archive, name) {
  const end = archive.lastIndexOf(uint32Bytes(END_SIGNATURE));
  let at = archive.readUInt32LE(end + 16);
  while (archive.readUInt32LE(at) === ENTRY_SIGNATURE) {
    const nameBytes = archive.readUInt16LE(at + 28);
    if (archive.toString("utf8", at + 46, at + 46 + nameBytes) === name) return readEntry(archive, at);
    at += 46 + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  throw new Error(`the archive has no ${name}`);
}

function readEntry(archive, at) {
  if (archive.readUInt16LE(at + 10) !== DEFLATED) throw new Error("only deflated entries are read");
  return { packedBytes: archive.readUInt32LE(at + 20), offset: archive.readUInt32LE(at + 42) };
}

function uint32Bytes(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
