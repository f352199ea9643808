import { formatExactly, formatInstant } from "../../config/time.ts";
import type { Json } from "../../output/manifest/identity.ts";
import type { Manifest } from "../../output/manifest/manifest.ts";
import { shellWord } from "../../system/printable.ts";

// The command that makes a data set again, from the identity in its manifest. Options are left out where the default is the same.

type Values = Readonly<Record<string, Json | undefined>>;

const objectOf = (value: Json | undefined): Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : {};
const numberOf = (value: Json | undefined): number => (typeof value === "number" ? value : 0);

/** An option and its value, as a person types them; nothing without a value. */
function word(option: string, value: Json | undefined): string[] {
  if (typeof value !== "string" && typeof value !== "number") return [];
  // After a blank, a value that begins with a dash would be an option. Only long names take one after a sign.
  const text = shellWord(String(value));
  return text.startsWith("-") ? [`${option}=${text}`] : [option, text];
}

/** The original's engine keeps the whole second of the end, and whether its fraction is larger than that of the start. */
function originalEnd(start: number, windowSeconds: number, { startNanoseconds, endSeconds }: Values): string {
  const isLater = windowSeconds > numberOf(endSeconds) - start;
  return formatExactly(numberOf(endSeconds), numberOf(startNanoseconds) + (isLater ? 1 : 0));
}

function windowWords({ startSeconds, startMilliseconds, windowSeconds, compat, skippedSeconds }: Values): string[] {
  const start = numberOf(startSeconds);
  const length = numberOf(windowSeconds);
  if (compat !== undefined) {
    const original = objectOf(compat);
    const first = formatExactly(start, numberOf(original.startNanoseconds));
    return [...word("-s", first), ...word("-e", originalEnd(start, length, original))];
  }
  const instant = (seconds: number) => formatInstant(seconds, numberOf(startMilliseconds));
  const from = typeof skippedSeconds === "number" ? word("--write-from", instant(start + skippedSeconds)) : [];
  return [...word("-s", instant(start)), ...word("-e", instant(start + length)), ...from];
}

const delayWords = (option: string, { share, meanSeconds }: Values): string[] =>
  share === undefined ? [] : [option, `${numberOf(share) * 100}%:${numberOf(meanSeconds)}s`];

/** An outage or a burst, as `--outage` and `--burst` take them. */
function shiftWords(shift: Json): string[] {
  const { kind, at, isDaily, seconds, factor } = objectOf(shift);
  const instant = formatInstant(numberOf(at), 0);
  const start = isDaily === true ? instant.slice("1970-01-01T".length) : instant;
  const length = `${start}/${numberOf(seconds)}s`;
  return kind === "burst" ? ["--burst", `${length}:${numberOf(factor)}x`] : ["--outage", length];
}

function disorderWords(disorder: Values): string[] {
  const late = objectOf(disorder.late);
  return [
    ...delayWords("--late", late),
    ...(late.mostSeconds === undefined ? [] : ["--late-max", `${numberOf(late.mostSeconds)}s`]),
    ...delayWords("--duplicate", objectOf(disorder.duplicate)),
    ...(disorder.lose === undefined ? [] : ["--lose", `${numberOf(disorder.lose) * 100}%`]),
    ...(Array.isArray(disorder.shifts) ? disorder.shifts.flatMap(shiftWords) : []),
  ];
}

/** The original adds one to its first id, and has its own rate for the draw of registrations. */
function originalWords(settings: Values, compat: Values): string[] {
  return [...word("-u", numberOf(settings.firstUserId) - 1), ...word("-g", compat.registrationGrowthRate)];
}

function settingWords(settings: Values): string[] {
  const share = objectOf(settings.share);
  const { compat } = settings;
  return [
    ...word("-n", settings.initialUsers),
    ...windowWords(settings),
    ...word("--randomseed", settings.seed),
    ...(compat === undefined
      ? [
          ...word("-u", settings.firstUserId),
          ...word("-g", settings.growthRate),
          ...word("--holidays", settings.holidays),
        ]
      : originalWords(settings, objectOf(compat))),
    ...(settings.attritionRate === 0 ? [] : word("-a", settings.attritionRate)),
    ...word("--tag", settings.tag),
    ...(share.index === undefined ? [] : ["--part", `${numberOf(share.index)}/${numberOf(share.count)}`]),
    ...word("--user", settings.onlyUserId),
    ...word("--events", settings.eventLimit),
    ...disorderWords(objectOf(settings.disorder)),
  ];
}

function outputWords(output: Values): string[] {
  const { format, compress, rowGroupEvents } = output;
  const isColumns = format === "parquet" || format === "arrow";
  return [
    ...(format === "json" ? [] : word("--format", format)),
    ...(compress === "none" ? [] : word("--compress", compress)),
    ...word("--compress-level", output.level),
    ...(output.framing === "hadoop" ? ["--lz4-framing", "hadoop"] : []),
    ...word("--zstd-frames", output.zstdFrames),
    ...word("--csv-null", output.csvNull),
    ...(isColumns ? [] : word("--part-events", output.blockEvents)),
    ...word("--row-group-events", rowGroupEvents),
    ...word("--split-events", output.splitEvents),
    ...word("--split-size", output.splitSizeBytes),
    ...word("--split-time", output.splitTimeSeconds),
  ];
}

/**
 * The command that makes the data set of a manifest again, in a folder `data`.
 * @param config the path of its configuration, or a word that stands for one
 * @param hasOwnCatalog whether the catalog is none of the program's own, so that its folder has to be named
 */
export function commandOf({ identity, template }: Manifest, config: string, hasOwnCatalog: boolean): string {
  const settings = objectOf(identity.settings);
  const output = objectOf(identity.output);
  const words = [
    ...["eventsim", "-c", shellWord(config)],
    ...(settings.compat === undefined ? [] : ["--compat", "interana"]),
    ...(hasOwnCatalog ? ["--data", "FOLDER"] : []),
    ...settingWords(settings),
    ...outputWords(output),
    ...(output.messages === undefined ? [] : ["--kafka-topic", "TOPIC"]),
    ...(template === "-" || output.messages !== undefined ? [] : [shellWord(`data/${template}`)]),
  ];
  return words.join(" ");
}
