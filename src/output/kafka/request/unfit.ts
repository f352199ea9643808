import { shownAddress } from "../../../system/printable.ts";
import type { OutputRequest } from "../../request.ts";

// Options of files, which messages cannot have.

const NO_FILE_ENDS = "a topic has no files that could end; leave it out";
const REPLACES_NOTHING = "messages are added to a topic and replace nothing there; leave it out";

/** What is wrong about each option with messages; absent where it may be given. */
function reasons(request: OutputRequest): Partial<Record<string, string | false>> {
  const { splitEvents, splitSize, splitTime, onlyParts, table, filter, clobber, force, lz4Framing, zstdFrames } =
    request;
  const { format, rowGroupEvents, resume, manifest } = request;
  const byColumns = format === "parquet" || format === "arrow";
  return {
    "--split-events": splitEvents !== undefined && NO_FILE_ENDS,
    "--split-size": splitSize !== undefined && NO_FILE_ENDS,
    "--split-time": splitTime !== undefined && NO_FILE_ENDS,
    "--only-parts": onlyParts !== undefined && "a topic has no numbered files; leave it out",
    "--filter": filter !== undefined && NO_FILE_ENDS,
    [`--table ${table}`]:
      table !== undefined && "a table is made of files; leave it out, and let a reader of the topic make the table",
    "--no-clobber": clobber === false && REPLACES_NOTHING,
    "--force": force === true && REPLACES_NOTHING,
    [`--lz4-framing ${lz4Framing}`]:
      lz4Framing !== undefined && "Kafka has its own framing of LZ4 in batches; leave it out",
    [`--zstd-frames ${zstdFrames}`]: zstdFrames !== undefined && "in Kafka each batch is a frame; leave it out",
    "--row-group-events": rowGroupEvents !== undefined && "messages have no row groups; leave it out",
    [`--format ${format}`]:
      byColumns &&
      "a message is one event, and this format stores many by their columns; use json, msgpack, avro or csv",
    "--resume":
      resume === true && manifest === undefined && "add --manifest FILE, which says how far the interrupted run came",
  };
}

/** The problems of a request for Kafka. @param isAddress whether the path is Kafka's address and not a file */
export function problemsOfFiles(request: OutputRequest, isAddress: boolean): string[] {
  const { path } = request;
  const found = Object.entries(reasons(request)).flatMap(([name, why]) => (why ? [`${name}: ${why}`] : []));
  if (path === undefined || isAddress) return found;
  return [
    `${shownAddress(path)}: the events go to Kafka, and not to a file as well; leave the file out, or the options of Kafka`,
    ...found,
  ];
}
