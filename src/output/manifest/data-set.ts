import { basename } from "node:path";
import { catalogHash } from "../../catalog/hash.ts";
import type { Catalog } from "../../catalog/types.ts";
import type { EngineTraits } from "../../config/engine.ts";
import type { Settings } from "../../config/settings.ts";
import { formatInstant } from "../../config/time.ts";
import type { Config } from "../../config/types.ts";
import { programVersion } from "../../system/root.ts";
import type { OutputSettings } from "../settings.ts";
import { dataSetId, hashOf, type Identity, identityOf, plainConfig } from "./identity.ts";
import type { Manifest, ManifestFile, ManifestTopic, ManifestTotals } from "./manifest.ts";

/** A run, without its output. */
export interface DataSet {
  id: string;
  identity: Identity;
  /** The head of its manifest. */
  description: Omit<Manifest, "files" | "totals" | "population">;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** The settings that determine how events become bytes. */
function outputIdentity(
  { encoding, split, rowGroupEvents }: OutputSettings,
  codecVersion: string | undefined,
  blockEvents: number,
) {
  const { format, compress, level, framing, frames, csvNull, arrow, messages } = encoding;
  // The bytes of a single frame do not depend on the batches in which its content arrives.
  const hasBlocks = rowGroupEvents === undefined && (format === "avro" || (compress !== "none" && frames !== "one"));
  const endsBySize = split !== undefined && split.rules.fileBytes !== Infinity && rowGroupEvents === undefined;
  // A broker knows batches of messages again by their number of records.
  const isCutAtParts = hasBlocks || endsBySize || messages !== undefined;
  return {
    format,
    compress,
    ...(level === undefined ? {} : { level }),
    ...(compress === "lz4" && rowGroupEvents === undefined && messages === undefined ? { framing } : {}),
    ...(frames === "one" ? { zstdFrames: frames } : {}),
    ...(arrow === undefined ? {} : { container: arrow }),
    ...(csvNull === undefined ? {} : { csvNull }),
    ...(messages && { messages: { key: messages.key, times: messages.times, headers: messages.headers } }),
    ...(isCutAtParts ? { blockEvents } : {}),
    ...(rowGroupEvents === undefined ? {} : { rowGroupEvents }),
    ...(codecVersion === undefined ? {} : { codecVersion }),
    ...(split === undefined
      ? {}
      : {
          splitEvents: finite(split.rules.fileEvents),
          splitSizeBytes: finite(split.rules.fileBytes),
          splitTimeSeconds: finite(split.rules.periodSeconds),
        }),
  };
}

/** The template, or the single name, relative to the folder: a data set keeps its id when it is moved. */
function namesOf({ split, path }: OutputSettings): string {
  if (split === undefined) return path === undefined ? "-" : basename(path);
  return split.template.names;
}

/** Returns the data set of a command: its id, and everything that determines its bytes. */
export function describeDataSet(parts: {
  engine: Pick<EngineTraits, "version">;
  config: Config;
  settings: Settings;
  catalog: Catalog;
  output: OutputSettings;
  /** Version of the codec, if its bytes depend on it. */
  codecVersion: string | undefined;
  /** Events per batch. A batch is a block if the output is compressed, and ends files that have a size limit. */
  blockEvents: number;
}): DataSet {
  const { config, settings, output } = parts;
  const { version: engine } = parts.engine;
  const catalog = catalogHash(parts.catalog);
  const identity = identityOf({
    engine,
    config,
    settings,
    catalogHash: catalog,
    output: outputIdentity(output, parts.codecVersion, parts.blockEvents),
  });
  const id = dataSetId(identity);
  const site = plainConfig(config);
  const { startSeconds, startMilliseconds, windowSeconds } = settings;
  const description = {
    eventsim: programVersion(),
    engine,
    id,
    identity,
    config: site,
    configHash: hashOf(site),
    catalogHash: catalog,
    seed: String(settings.seed),
    window: {
      start: formatInstant(startSeconds, startMilliseconds),
      end: formatInstant(startSeconds + windowSeconds, startMilliseconds),
    },
    format: output.encoding.format,
    compress: output.encoding.compress,
    template: namesOf(output),
  } as const;
  return { id, identity, description };
}

/** Returns the text of a manifest. */
export function printManifest(
  { description }: DataSet,
  population: Manifest["population"],
  files: ManifestFile[],
  totals: Omit<ManifestTotals, "events" | "bytes" | "rawBytes">,
  topic?: ManifestTopic,
): string {
  const parts = topic === undefined ? files : [topic];
  const sum = (of: (part: Pick<ManifestTopic, "events" | "bytes" | "rawBytes">) => number) =>
    parts.reduce((total, part) => total + of(part), 0);
  const manifest: Manifest = {
    ...description,
    population,
    files,
    ...(topic && { topic }),
    totals: {
      events: sum(({ events }) => events),
      bytes: sum(({ bytes }) => bytes),
      rawBytes: sum(({ rawBytes }) => rawBytes),
      ...totals,
    },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
