import { type DestinationName, ENCODINGS, type EncodingName, figuresOf, type Row, significant } from "../row.ts";
import type { StageName } from "../stage-rows.ts";

/** The work of a core for an event, by encoding, with the names of its parts. */
const WORK = {
  json: { simulate: "simulating", place: "placing", "encode-json": "encoding" },
  "json-lz4": {
    simulate: "simulating",
    place: "placing",
    "encode-json-lz4": "encoding",
  },
} as const satisfies Record<EncodingName, Partial<Record<StageName, string>>>;
const PLACES: Partial<Record<DestinationName, string>> = { pipe: "a pipe", file: "the disk" };

/** The stage that limits an encoding's speed. */
export interface Limit {
  encoding: EncodingName;
  /** The stage that takes the most of a core's time, and its share of that. */
  stage: StageName;
  nanosecondsPerEvent: number;
  coreNanosecondsPerEvent: number;
  share: number;
  /** The measured destinations: the most that each took, and whether that is less than all workers make. */
  destinations: { destination: DestinationName; bytesPerSecond: number; isSlower: boolean }[];
  /** All of it as a sentence. */
  text: string;
}

function nanosecondsOf(rows: readonly Row[], name: string): number | undefined {
  const row = rows.find((each) => each.name === name);
  return row && figuresOf(row).nanosecondsPerEvent;
}

/** Events a second that all workers make if no destination limits them. */
function bestRate(rows: readonly Row[], encoding: EncodingName): number {
  const runs = rows.filter(({ name }) => name.startsWith(`${encoding}-nothing-`));
  return Math.max(0, ...runs.map((row) => figuresOf(row).eventsPerSecond));
}

function destinationsOf(rows: readonly Row[], encoding: EncodingName): Limit["destinations"] {
  const wanted = bestRate(rows, encoding);
  const { bytes, events } = rows.find(({ name }) => name === `encode-${encoding}`) ?? { bytes: 0, events: 1 };
  return (Object.keys(PLACES) as DestinationName[]).flatMap((destination) => {
    // Alone, a pipe may take less than on a busy machine: waking its reader takes longer while cores sleep.
    const found = rows.filter(({ name }) => name === `write-${destination}` || name.includes(`-${destination}-`));
    if (found.length === 0) return [];
    const bytesPerSecond = Math.max(...found.map((row) => figuresOf(row).bytesPerSecond));
    return [{ destination, bytesPerSecond, isSlower: bytesPerSecond < wanted * (bytes / events) }];
  });
}

function sentence({
  encoding,
  stage,
  nanosecondsPerEvent,
  coreNanosecondsPerEvent,
  share,
  destinations,
}: Omit<Limit, "text">) {
  const work: Partial<Record<StageName, string>> = WORK[encoding];
  const core =
    `${ENCODINGS[encoding].what}: the limit is ${work[stage]}, ${Math.round(share * 100)} % of a core's time ` +
    `(${nanosecondsPerEvent.toFixed(1)} of ${coreNanosecondsPerEvent.toFixed(1)} ns an event)`;
  const say = ({ destination, bytesPerSecond }: Limit["destinations"][number]) =>
    `${PLACES[destination]} (${(bytesPerSecond / 1e9).toFixed(2)} GB/s)`;
  const listOf = (isSlower: boolean) =>
    destinations
      .filter((each) => each.isSlower === isSlower)
      .map(say)
      .join(" and ");
  const [slower, faster] = [listOf(true), listOf(false)];
  return [
    core,
    ...(slower === "" ? [] : [`slower than all workers together: ${slower}`]),
    ...(faster === "" ? [] : [`faster: ${faster}`]),
  ].join("; ");
}

/** The limits of the encodings that were measured, from the stages alone. */
export function limitsOf(rows: readonly Row[]): Limit[] {
  return (Object.keys(WORK) as EncodingName[]).flatMap((encoding) => {
    const stages = (Object.keys(WORK[encoding]) as StageName[]).map((stage) => ({
      stage,
      nanoseconds: nanosecondsOf(rows, stage) ?? 0,
    }));
    const coreNanosecondsPerEvent = stages.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0);
    const slowest = stages.reduce((one, other) => (other.nanoseconds > one.nanoseconds ? other : one));
    if (slowest.nanoseconds === 0) return [];
    const limit = {
      encoding,
      stage: slowest.stage,
      nanosecondsPerEvent: slowest.nanoseconds,
      coreNanosecondsPerEvent,
      share: significant(slowest.nanoseconds / coreNanosecondsPerEvent),
      destinations: destinationsOf(rows, encoding),
    };
    return [{ ...limit, text: sentence(limit) }];
  });
}
