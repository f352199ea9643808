import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MalformedAnswer } from "../../../src/output/kafka/wire/cursor.ts";
import { correlationOf, FrameReader, MOST_ANSWER_BYTES, SpeaksTls } from "../../../src/output/kafka/wire/frames.ts";

function frameOf(correlationId: number, byteLength: number): Buffer {
  const frame = Buffer.alloc(8 + byteLength, 0x5a);
  frame.writeInt32BE(4 + byteLength, 0);
  frame.writeInt32BE(correlationId, 4);
  return frame;
}

/** Cuts bytes at these places, in any order. */
function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [0, ...places.map((place) => place % bytes.byteLength).sort((a, b) => a - b), bytes.byteLength];
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}

describe("answers", () => {
  it("are the same however the network cuts them", () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lengths, fc.array(fc.nat(2000), { maxLength: 40 }), (byteLengths, places) => {
        const frames = byteLengths.map((byteLength, index) => frameOf(index - 4, byteLength));
        const read: Buffer[] = [];
        const reader = new FrameReader((frame) => read.push(Buffer.from(frame)) > 0);
        for (const chunk of cutAt(Buffer.concat(frames), places)) reader.push(chunk);
        expect(read).toEqual(frames);
        expect(read.map(correlationOf)).toEqual(frames.map((_, index) => index - 4));
      }),
    );
  });

  it("end where their reader wants no more", () => {
    const read: number[] = [];
    const reader = new FrameReader((frame) => read.push(correlationOf(frame)) < 2);
    reader.push(Buffer.concat([1, 2, 3].map((id) => frameOf(id, 9))));
    expect(read).toEqual([1, 2]);
  });

  it.each([
    ["longer than any", MOST_ANSWER_BYTES + 1],
    ["of a length below 0", -1],
    ["without a correlation id", 3],
  ])("%s are refused before memory is taken for them", (_, size) => {
    const header = Buffer.alloc(4);
    header.writeInt32BE(size);
    expect(() => new FrameReader(() => true).push(header)).toThrow(MalformedAnswer);
  });

  it("that are an alert of TLS say so, and so do those of a web server", () => {
    // RFC 8446: handshake_failure, fatal
    const alert = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]);
    expect(() => new FrameReader(() => true).push(alert)).toThrow(SpeaksTls);
    expect(() => new FrameReader(() => true).push(Buffer.from("HTTP/1.1 400 Bad Request\r\n"))).toThrow(/HTTP/);
  });
});
