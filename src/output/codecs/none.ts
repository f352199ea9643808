import { type Codec, NO_BYTES } from "./codec.ts";

/** Leaves batches uncompressed. */
export function openNone(): Codec {
  return {
    ending: "",
    emitsLz4: false,
    headroomBytes: 0,
    pack: (bytes) => bytes,
    fileStart: NO_BYTES,
    fileEnd: NO_BYTES,
    emptyFile: NO_BYTES,
    boundBytes: (rawBytes) => rawBytes,
    finish: ({ address, byteLength }) => ({ address, byteLength }),
  };
}
