import type { Kernel } from "../../kernel/kernel.ts";
import type { ModelTexts } from "../../model/texts/format.ts";
import type { Codec } from "../codecs/codec.ts";
import type { Encoder } from "./encoder.ts";

/** The names of a row format's encoders in the kernel: events as they are, and as blocks of LZ4. */
export interface RowEncoders {
  plain: keyof Kernel & ("encodeJson" | "encodeMsgpack");
  lz4: keyof Kernel & ("encodeJsonLz4" | "encodeMsgpackLz4");
}

/** What an encoder of a worker works with. */
export interface EncoderContext {
  /** The worker's number. */
  worker: number;
  kernel: Kernel;
  memory: WebAssembly.Memory;
  codec: Codec;
}

/** How events become bytes: one file for each format, and one line of FORMATS. */
export interface Format extends ModelTexts {
  /** What names of such files end with, before the ending of a codec. */
  readonly endings: readonly string[];
  readonly rows: RowEncoders;
  /** Bytes of a slot that a batch of `rawBytes`, uncompressed, may take. */
  slotBytes(codec: Codec, rawBytes: number): number;
  /** Opens the encoder of one worker. */
  openEncoder(context: EncoderContext): Encoder;
}
