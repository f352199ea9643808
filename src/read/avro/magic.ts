/** https://avro.apache.org/docs/1.12.0/specification/#object-container-files */
export const MAGIC = Buffer.from("Obj\x01", "latin1");

/** Whether a file that begins so is an Avro object container file. Apart from the reader, so that only such a file loads that. */
export function startsAvro(head: Buffer): boolean {
  return head.subarray(0, MAGIC.length).equals(MAGIC);
}
