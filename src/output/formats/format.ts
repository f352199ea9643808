import type { Kernel } from "../../kernel/kernel.ts";
import type { ModelTexts } from "../../model/texts/format.ts";
import type { Codec } from "../codecs/codec.ts";
import type { ColumnsJob } from "./columns/job.ts";
import type { GroupSizes } from "./columns/shape.ts";
import type { Encoder } from "./encoder.ts";
import type { MessagesJob } from "./messages/job.ts";

/** The kernel's encoders for a row format: plain, and as blocks of LZ4 if it can be written so. */
export interface RowEncoders {
  plain: keyof Kernel & ("encodeJson" | "encodeMsgpack" | "encodeAvro" | "encodeCsv");
  lz4?: keyof Kernel & ("encodeJsonLz4" | "encodeMsgpackLz4");
  messages: keyof Kernel &
    ("encodeJsonMessages" | "encodeMsgpackMessages" | "encodeAvroMessages" | "encodeCsvMessages");
  messagesLz4?: keyof Kernel & ("encodeJsonMessagesLz4" | "encodeMsgpackMessagesLz4");
}

/** A worker's environment for its encoder. */
export interface EncoderContext {
  /** The worker's number. */
  worker: number;
  kernel: Kernel;
  memory: WebAssembly.Memory;
  codec: Codec;
  /** For formats that compress what is inside of a range. */
  encoding: { compress: string; level?: number };
  /** For formats of columns. */
  columns?: ColumnsJob | undefined;
  /** Where events become messages. */
  messages?: MessagesJob | undefined;
}

/** Options of an encoding that change the texts of some format. */
export interface TextOptions {
  /** For CSV: the text of a value that an event does not have; empty if absent. */
  csvNull?: string;
}

/** The number of events in a batch, and the most bytes of one before compression. */
export interface BatchSizes {
  events: number;
  longestLineBytes: number;
}

/** How a format of columns puts rows into groups. */
export interface GroupFormat {
  /** Rows of a group unless an option says otherwise. */
  readonly rows: number;
  /** Bytes that a row takes, about. */
  readonly rowBytes: number;
  /** Most bytes of a ring slot that a group takes. */
  slotBytes(sizes: GroupSizes): number;
  /** Bytes in which a worker makes a group. */
  workerBytes(sizes: GroupSizes): number;
}

/** A format: how events become bytes. Each has a file of its own and a line in FORMATS. */
export interface Format extends ModelTexts {
  /** File name ending of the format; a codec's ending may follow it. */
  readonly endings: readonly string[];
  /** The kernel's encoders of a row format; absent for formats of columns. */
  readonly rows?: RowEncoders;
  /** For formats of columns. */
  readonly groups?: GroupFormat;
  /** The texts that options ask for, undefined for the usual ones; absent if no option changes them. */
  textsFor?(options: TextOptions): ModelTexts["texts"] | undefined;
  /** Most bytes of a ring slot that a batch takes. */
  slotBytes(codec: Codec, batch: BatchSizes): number;
  /** Opens the encoder of a worker. */
  openEncoder(context: EncoderContext): Encoder;
}
