import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { KeptBytes } from "../../../../../src/output/stores/webhdfs/sending/kept-bytes.ts";

const MEBIBYTE = 1 << 20;
const BYTES = randomBytes(50 * MEBIBYTE + 12_345);

/** Appends from a place on until there is no room. */
function fill(kept: KeptBytes, sent: number): void {
  while (kept.written < BYTES.length && kept.hasRoom(sent))
    kept.append(BYTES.subarray(kept.written, kept.written + 300_007), sent);
}

/** All bytes from a place on, piece by piece. */
function bytesFrom(kept: KeptBytes, from: number): Buffer {
  const pieces: Buffer[] = [];
  for (let at = from; ; ) {
    const piece = kept.piece(at, true);
    if (piece === undefined) return Buffer.concat(pieces);
    pieces.push(Buffer.from(piece));
    at += piece.length;
  }
}

describe("the last bytes of a file", () => {
  it("are all there until 32 MiB are written, of which none need be sent", () => {
    const kept = new KeptBytes();
    fill(kept, 0);
    expect([kept.written, kept.start]).toEqual([32 * MEBIBYTE, 0]);
    expect(kept.append(BYTES.subarray(0, 10), 0)).toBe(0);
    expect(bytesFrom(kept, 0).equals(BYTES.subarray(0, 32 * MEBIBYTE))).toBe(true);
  });

  it("include the last 24 MiB that were sent, and all that were not", () => {
    const kept = new KeptBytes();
    let sent = 0;
    while (kept.written < BYTES.length) {
      fill(kept, sent);
      expect(kept.start).toBeLessThanOrEqual(Math.max(0, sent - 24 * MEBIBYTE));
      const place = Math.max(kept.start, sent - 5 * MEBIBYTE);
      expect(bytesFrom(kept, place).equals(BYTES.subarray(place, kept.written))).toBe(true);
      sent = Math.min(kept.written, sent + 3_333_333);
    }
    expect(bytesFrom(kept, kept.start).equals(BYTES.subarray(kept.start))).toBe(true);
  });

  it("come as full blocks, unless the end is wanted", () => {
    const kept = new KeptBytes();
    kept.append(BYTES.subarray(0, 1000), 0);
    expect(kept.piece(0, false)).toBeUndefined();
    expect(kept.piece(0, true)).toHaveLength(1000);
    kept.append(BYTES.subarray(1000, 2 * MEBIBYTE), 0);
    expect(kept.piece(500, false)).toHaveLength(MEBIBYTE - 500);
    expect(kept.piece(MEBIBYTE, true)).toBeUndefined();
  });
});
