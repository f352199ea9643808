import { compatOf, type EngineName } from "../../../config/engine.ts";
import type { Settings } from "../../../config/settings.ts";
import { formatInstant } from "../../../config/time.ts";
import { fieldsOf } from "../../../schema/choose.ts";
import { jsonSchema } from "../../../schema/forms/json-schema.ts";
import { shellWord } from "../../../system/printable.ts";
import type { DataSet } from "../../manifest/data-set.ts";

const NAME = "event";

/** Returns the options that make the events of a run again, whatever its configuration, names and workers are. */
function commandOf(settings: Settings, engine: EngineName): string {
  const { startSeconds, startMilliseconds, windowSeconds, tag, share, onlyUserId, eventLimit, skippedSeconds } =
    settings;
  const options: [string, string | number | undefined][] = [
    ["--compat", compatOf(engine)],
    ["--randomseed", String(settings.seed)],
    ["--start-time", formatInstant(startSeconds, startMilliseconds)],
    ["--end-time", formatInstant(startSeconds + windowSeconds, startMilliseconds)],
    ["--nusers", settings.initialUsers],
    ["--userid", settings.firstUserId],
    ["--growth-rate", settings.growthRate],
    ["--attrition-rate", settings.attritionRate],
    ["--holidays", settings.holidays],
    ["--tag", tag ?? undefined],
    ["--part", share && `${share.index}/${share.count}`],
    ["--user", onlyUserId],
    ["--write-from", skippedSeconds && formatInstant(startSeconds + skippedSeconds, startMilliseconds)],
    ["--events", eventLimit],
  ];
  const given = options.filter(([, value]) => value !== undefined);
  return ["eventsim", ...given.map(([name, value]) => `${name} ${shellWord(String(value))}`)].join(" ");
}

/** Returns the keys and values that a file's footer has for readers: what made its rows, and what they mean. */
export function metadataOf(
  { id, description }: DataSet,
  settings: Settings,
  engine: EngineName,
): Record<string, string> {
  return {
    "eventsim.id": id,
    "eventsim.command": commandOf(settings, engine),
    "eventsim.configHash": description.configHash,
    "eventsim.schema": jsonSchema.print(
      fieldsOf({ compat: compatOf(engine), hasTag: typeof settings.tag === "string" }),
      NAME,
    ),
  };
}
