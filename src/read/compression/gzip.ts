import { createGunzip } from "node:zlib";
import { Unpacker } from "../../system/unpacker.ts";
import type { Input } from "../input.ts";

/** A small step at a time, since what one step unpacks to, a thousand times as much, is kept until it is printed. */
const STEP_BYTES = 16_384;
/** Data of a damaged member after its last complete chunk is lost. */
const CHUNK_BYTES = 16_384;

/** Whether a file that starts with these bytes has gzip members. */
export function startsGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/** Yields the contents of all members of a file in order. */
export async function* readGzip(input: Input): AsyncGenerator<Buffer> {
  const members = new Unpacker(createGunzip({ chunkSize: CHUNK_BYTES }));
  try {
    while (members.isOpen) {
      const bytes = await input.takeSome();
      if (bytes.length === 0) break;
      for (let at = 0; at < bytes.length && members.isOpen; at += STEP_BYTES)
        yield* await members.unpack(bytes.subarray(at, at + STEP_BYTES));
    }
    if (members.isOpen) yield* await members.finish();
    // The members end where the file does, or else other bytes follow them. zlib accepts zeros there.
    if (members.failure !== undefined)
      throw input.damaged(`the gzip member cannot be unpacked (${members.failure})`, members.readBytes);
    if (members.readBytes !== input.offset) throw input.damaged("no gzip member begins here", members.readBytes);
  } finally {
    members.close();
  }
}
