/** Whether a file that begins so is Parquet. Apart from the reader, so that only a Parquet file loads that. */
export function startsParquet(head: Buffer): boolean {
  return head.subarray(0, 4).toString("latin1") === "PAR1";
}
