/** A file begins with it, filled up to 8 bytes: https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format */
export const FILE_MAGIC = "ARROW1";
export const FILE_HEAD_BYTES = 8;
/** Begins every message of a stream. */
export const CONTINUATION = 0xffff_ffff;

/** Whether what begins so is an Arrow file. Apart from the reader, so that only Arrow loads that. */
export function startsArrowFile(head: Buffer): boolean {
  return head.toString("latin1", 0, FILE_MAGIC.length) === FILE_MAGIC;
}

/** Whether what begins so is an Arrow file or stream. */
export function startsArrow(head: Buffer): boolean {
  return startsArrowFile(head) || (head.length >= 4 && head.readUInt32LE(0) === CONTINUATION);
}
