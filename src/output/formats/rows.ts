import type { EncodeBatch, Kernel } from "../../kernel/kernel.ts";
import type { Codec } from "../codecs/codec.ts";
import type { Encoder } from "./encoder.ts";
import type { BatchSizes, EncoderContext, Format, RowEncoders } from "./format.ts";

/** Returns the kernel's encoder for rows in the form that a codec takes. */
export function rowEncoderOf(kernel: Kernel, encoders: RowEncoders, emitsLz4: boolean): EncodeBatch {
  if (!emitsLz4) return kernel[encoders.plain];
  if (encoders.lz4 === undefined) throw new Error(`${encoders.plain} has no counterpart for LZ4`);
  return kernel[encoders.lz4];
}

/** Returns size before compression and, if the codec needs it, checksum of the batch that a worker encoded last. */
export function lastBatch(
  kernel: Kernel,
  worker: number,
  { emitsLz4, needsChecksum = false }: { emitsLz4: boolean; needsChecksum?: boolean },
  { address, byteLength }: { address: number; byteLength: number },
): { rawBytes: number; checksum: number } {
  if (!emitsLz4)
    return { rawBytes: byteLength, checksum: needsChecksum ? kernel.contentChecksum(address, byteLength) >>> 0 : 0 };
  return { rawBytes: kernel.blockRawBytes(worker) >>> 0, checksum: kernel.blockChecksum(worker) >>> 0 };
}

/** Bytes of a slot that rows take with this codec, before and after it has finished them. */
function slotBytes(codec: Codec, { events, longestLineBytes }: BatchSizes): number {
  return codec.headroomBytes + codec.boundBytes(events * longestLineBytes);
}

/** Encodes rows one after the other, and lets a codec finish them in place: one range per batch. */
function openEncoder(encoders: RowEncoders, { worker, kernel, memory, codec }: EncoderContext): Encoder {
  const bytes = new Uint8Array(memory.buffer);
  const encodeBatch = rowEncoderOf(kernel, encoders, codec.emitsLz4);
  return {
    encode({ buffer, first, count }, slot) {
      const address = slot + codec.headroomBytes;
      const byteLength = (encodeBatch(worker, buffer, first, count, address) >>> 0) - address;
      const place = { address, byteLength };
      const known = lastBatch(kernel, worker, codec, place);
      const finished = codec.finish({ memory: bytes, ...place, ...known, events: count });
      return [{ address: finished.address, byteLength: finished.byteLength, rawBytes: known.rawBytes }];
    },
    ...(codec.rest && { rest: () => codec.rest?.() }),
  };
}

/** Properties of a row format that the kernel encodes. */
type RowFormat = Pick<Format, "endings" | "texts" | "textsFor" | "word"> & { rows: RowEncoders };

/** Defines a row format that the kernel encodes. */
export function rowFormat(format: RowFormat): Format & RowFormat {
  return { ...format, slotBytes, openEncoder: (context) => openEncoder(format.rows, context) };
}
