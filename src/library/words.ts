import { EventsimError } from "../system/errors.ts";

/** The library's names of what messages call by the command line's options. */
const NAMES: Readonly<Record<string, string>> = {
  "attrition-rate": "attritionRate",
  compat: "engine",
  compress: "compress",
  "compress-level": "compressLevel",
  config: "config",
  "csv-null": "csvNull",
  data: "data",
  duplicate: "disorder.duplicate",
  "end-time": "to",
  events: "events",
  force: "force",
  format: "format",
  "growth-rate": "growthRate",
  holidays: "holidays",
  burst: "disorder.bursts",
  late: "disorder.late",
  "late-max": "disorder.lateMax",
  lose: "disorder.lose",
  outage: "disorder.outages",
  truth: "truth",
  "lz4-framing": "lz4Framing",
  manifest: "manifest",
  "no-clobber": "clobber: false",
  "no-similar-songs": "similarSongs: false",
  nusers: "users",
  "only-parts": "onlyParts",
  part: "share",
  randomseed: "seed",
  resume: "resume",
  "split-events": "splitEvents",
  "split-size": "splitBytes",
  "split-time": "splitSeconds",
  "start-time": "from",
  table: "table",
  tag: "tag",
  user: "user",
  userid: "firstUserId",
  workers: "workers",
  "zstd-frames": "zstdFrames",
  "row-group-events": "rowGroupEvents",
  acks: "kafka.acks",
  "kafka-ca": "kafka.ca",
  "kafka-cert": "kafka.cert",
  "kafka-cert-key": "kafka.certKey",
  "kafka-header": "kafka.headers",
  "kafka-key": "kafka.key",
  "kafka-partitions": "kafka.partitions",
  "kafka-password-file": "kafka.passwordFile",
  "kafka-registry": "kafka.registry",
  "kafka-sasl": "kafka.sasl",
  "kafka-timeout": "kafka.timeoutSeconds",
  "kafka-timestamp": "kafka.timestamp",
  "kafka-tls": "kafka.tls",
  "kafka-token-file": "kafka.tokenFile",
  "kafka-user": "kafka.user",
};

/** Advice that is of use on the command line only. */
const COMMAND_LINE_ONLY =
  /, or add --kafkaTopic|, or --from larger than --to|, smaller --slice-events and --part-events|, 1M or 1e6/g;

/** A message of the simulation, which speaks as the command line does, with the names of the library's options. */
export function inLibraryWords(message: string): string {
  return message
    .replaceAll(COMMAND_LINE_ONLY, "")
    .replaceAll("add --kafkaBrokerList localhost:9092 --kafkaTopic events", "write to kafka://localhost:9092/events")
    .replaceAll(/(?<![\w-])--([a-z][a-z\d-]*)/g, (option, name) => (Object.hasOwn(NAMES, name) ? NAMES[name]! : option))
    .replaceAll(/-Xmx(\d+)m\b/g, "memoryBytes: $1 * 2 ** 20");
}

/** The error, whose message has the library's words if it is of this program. */
export function inWords(error: unknown): unknown {
  if (!(error instanceof EventsimError)) return error;
  const message = inLibraryWords(error.message);
  // V8 has copied the message into the stack.
  if (error.stack !== undefined) error.stack = error.stack.replace(error.message, () => message);
  error.message = message;
  return error;
}
