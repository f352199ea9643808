import type { Codec } from "../../codecs/codec.ts";
import type { Format, RowEncoders } from "../format.ts";
import { openMessages } from "./encoder.ts";
import type { MessagesEncoding } from "./encoding.ts";
import { messagesSlotBytes } from "./sizes.ts";

/** Returns the format of messages whose values are events of a row format. */
export function messagesFormat(format: Format, messages: MessagesEncoding): Format {
  const rows = format.rows as RowEncoders;
  return {
    ...format,
    slotBytes: (codec: Codec, { events, longestLineBytes }) =>
      messagesSlotBytes(codec, { messages, events, longestLineBytes }),
    openEncoder: (context) => openMessages(rows, context),
  };
}
