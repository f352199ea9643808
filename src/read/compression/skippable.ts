import type { Source } from "../input.ts";

// LZ4 and Zstandard share frames that hold no content: 16 magic numbers, a length, and that many bytes.
const FIRST_MAGIC = 0x184d2a50;
const LAST_MAGIC = 0x184d2a5f;

export function isSkippable(head: Buffer): boolean {
  const magic = head.length < 4 ? 0 : head.readUInt32LE(0);
  return magic >= FIRST_MAGIC && magic <= LAST_MAGIC;
}

/** Passes over the skippable frame that comes next, however long it is. */
export async function skipFrame(input: Source): Promise<void> {
  const length = (await input.take(8, "a skippable frame")).readUInt32LE(4);
  for (let left = length; left > 0; ) {
    const bytes = await input.takeSome(left);
    if (bytes.length === 0) throw input.damaged("the file ends within a skippable frame");
    left -= bytes.length;
  }
}
