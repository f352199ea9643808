// Reads Avro object container files with avsc.
import { Readable } from "node:stream";
import avro from "avsc";

type Event = Record<string, unknown>;
type Codecs = Record<string, (data: Buffer, done: (error: null, bytes: Buffer) => void) => void>;

/** A file that was read to its end. */
export interface AvroFile {
  codec: string;
  schema: { fields: { name: string }[] };
  events: Event[];
}

/** Reads a file to its end. avsc throws at a wrong marker or a block of another size. */
export async function readAvro(bytes: Buffer, codecs: Codecs = {}): Promise<AvroFile> {
  const decoder = new avro.streams.BlockDecoder(Object.keys(codecs).length > 0 ? { codecs } : undefined);
  let header: { codec: string; schema: AvroFile["schema"] } | undefined;
  decoder.on("metadata", (type, codec) => {
    header = { codec: codec as string, schema: type.schema({ exportAttrs: true }) as unknown as AvroFile["schema"] };
  });
  const events: Event[] = [];
  for await (const event of Readable.from([bytes]).pipe(decoder)) events.push({ ...(event as Event) });
  return { ...header!, events };
}
