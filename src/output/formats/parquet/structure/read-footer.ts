import { type FileMetaData, type ParquetParsers, parquetMetadata } from "hyparquet";
import { checkThrift, TooLarge } from "./check-thrift.ts";

const MAGIC = "PAR1";
/** The length of the metadata and the magic number. */
const TAIL_BYTES = 8;
/** A value of the metadata takes about a hundred bytes as an object. A row group of ours has about 1000 values. */
const BYTES_PER_VALUE = 128;

export interface FooterSource {
  fileBytes: number;
  /** The most bytes that the metadata may take, as it is stored and in memory. */
  mostBytes: number;
  readAt(offset: number, byteLength: number): Promise<Uint8Array> | Uint8Array;
}

/** Reads the metadata at the end of a file (https://parquet.apache.org/docs/file-format). Throws Error that says what is wrong; TooLarge, too. */
export async function readFooter(source: FooterSource, parsers: ParquetParsers): Promise<FileMetaData> {
  const { fileBytes, mostBytes } = source;
  if (fileBytes < TAIL_BYTES + MAGIC.length) throw new Error("the file ends within its metadata");
  const tail = Buffer.from(await source.readAt(fileBytes - TAIL_BYTES, TAIL_BYTES));
  if (tail.toString("latin1", 4) !== MAGIC)
    throw new Error(`it does not end with ${MAGIC}: its writer did not finish it`);
  const length = tail.readUInt32LE(0);
  const what = `it declares metadata of ${length} bytes`;
  if (length > fileBytes - TAIL_BYTES - MAGIC.length) throw new Error(what);
  if (length > mostBytes) throw new TooLarge(what);
  const bytes = await source.readAt(fileBytes - TAIL_BYTES - length, length + TAIL_BYTES);
  checkThrift(bytes.subarray(0, length), 0, Math.ceil(mostBytes / BYTES_PER_VALUE));
  return parquetMetadata(new Uint8Array(bytes).buffer, { geoparquet: false, parsers });
}
