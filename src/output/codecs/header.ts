import type { Codec, FileFrame } from "./codec.ts";

/** The frame of a file, with a header before what is added. */
function frameWithHeader(frame: FileFrame, header: Uint8Array): FileFrame {
  let hasBegun = false;
  return {
    async add(bytes) {
      const before = hasBegun ? [] : await frame.add(header);
      hasBegun = true;
      return [...before, ...(await frame.add(bytes))];
    },
    end: () => frame.end(),
    close: () => frame.close(),
  };
}

/** Returns a codec whose files begin with a header, in a member or frame of its own where a file has several. */
export function withHeader(codec: Codec, header: string): Codec {
  const { pack, openFrame } = codec;
  if (pack === undefined) throw new Error(`files that end in ${codec.ending} have no header`);
  const bytes = Buffer.from(header);
  const packed = pack(bytes);
  const fileStart = openFrame === undefined ? Buffer.concat([codec.fileStart, packed]) : codec.fileStart;
  return {
    ...codec,
    headerBytes: bytes.byteLength,
    fileStart,
    emptyFile: Buffer.concat([openFrame === undefined ? fileStart : packed, codec.fileEnd]),
    ...(openFrame && { openFrame: () => frameWithHeader(openFrame(), bytes) }),
  };
}
