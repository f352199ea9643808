import { csvNullOf, levelOf } from "../../encoding.ts";
import { type Encoding, type OutputRequest, PLAIN_JSON } from "../../request.ts";
import type { KafkaWishes } from "./read.ts";
import { messagesOf } from "./resolve.ts";

/** Returns how events become messages. Throws UsageError where the options contradict each other. */
export function messageEncoding(request: OutputRequest, wishes: KafkaWishes): Encoding {
  const { format = PLAIN_JSON.format } = request;
  const { compress = "none" } = wishes;
  const csvNull = csvNullOf(request, format);
  const level = levelOf(compress, request.compressLevel);
  return {
    ...{ format, compress, framing: PLAIN_JSON.framing, messages: messagesOf(wishes) },
    ...(level === undefined ? {} : { level }),
    ...(csvNull === undefined ? {} : { csvNull }),
  };
}
