import type { Kernel } from "../../../kernel/kernel.ts";
import { Garbage } from "../../codecs/garbage.ts";
import { openGroup } from "../columns/job.ts";
import type { Encoder } from "../encoder.ts";
import type { EncoderContext } from "../format.ts";
import { chunkMaker } from "./chunks.ts";
import { compressorsFor, type ParquetCompression, pageCodecOf } from "./codecs.ts";
import { assembleGroup, type Compressors, type CopyPart, serializeGroup } from "./structure/row-group.ts";

/** Counts what the compressors allocate, so that it is freed in time. */
function counted(compressors: Compressors, garbage: Garbage): Compressors {
  const entries = Object.entries(compressors).map(([codec, compress]) => [
    codec,
    (bytes: Uint8Array) => {
      garbage.add(2 * bytes.byteLength);
      return compress(bytes);
    },
  ]);
  return Object.fromEntries(entries) as Compressors;
}

/** Smaller parts cost more by a call of the kernel than by a copy of the host. */
const LEAST_KERNEL_COPY_BYTES = 4096;

/** Copies with the kernel what is in the shared memory. */
function copierFor(kernel: Kernel, memory: WebAssembly.Memory): CopyPart {
  return (part, output, offset) => {
    if (part.buffer !== memory.buffer || part.byteLength < LEAST_KERNEL_COPY_BYTES) output.set(part, offset);
    else kernel.copyBytes(part.byteOffset, part.byteLength, output.byteOffset + offset);
  };
}

/** Encodes each batch as a row group: one range, whose facts are the group's metadata. */
export function openParquet({ worker, kernel, memory, encoding, columns }: EncoderContext): Encoder {
  if (columns === undefined) throw new Error("the model was not compiled for columns");
  const compress = encoding.compress as ParquetCompression;
  const bytes = new Uint8Array(memory.buffer);
  const garbage = new Garbage();
  const compressors = counted(compressorsFor(compress, encoding.level), garbage);
  const copy = copierFor(kernel, memory);
  const group = openGroup(kernel, memory, worker, columns);
  const chunksOf = chunkMaker(columns.shape, (column) => pageCodecOf(compress, column));
  return {
    encode(records, slot) {
      group.make(records);
      const metadata = assembleGroup(
        bytes.subarray(slot, slot + columns.slotBytes),
        chunksOf(group),
        compressors,
        copy,
      );
      const facts = serializeGroup(metadata);
      const { byteLength, chunks } = metadata;
      const address = slot + byteLength;
      bytes.set(facts, address);
      const rawBytes = chunks.reduce((sum, chunk) => sum + chunk.rawBytes, 0);
      return [{ address: slot, byteLength, rawBytes, facts: { address, byteLength: facts.byteLength } }];
    },
    rest: () => garbage.free(),
  };
}
