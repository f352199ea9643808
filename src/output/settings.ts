import { basename, dirname, resolve } from "node:path";
import type { Settings } from "../config/settings.ts";
import { Problems, UsageError } from "../system/errors.ts";
import { shownAddress } from "../system/printable.ts";
import { CODECS } from "./codecs/codecs.ts";
import { NO_SPLIT, periodsOf, type SplitRules } from "./containers/files/split-rules.ts";
import { localPath, placeOfName } from "./destinations/destinations.ts";
import { statusOf } from "./destinations/path.ts";
import { resolveEncoding } from "./encoding.ts";
import { messageEncoding } from "./kafka/request/encoding.ts";
import { type KafkaWishes, readKafka } from "./kafka/request/read.ts";
import { targetOf } from "./kafka/request/resolve.ts";
import type { KafkaTarget } from "./kafka/settings.ts";
import { filesFolderOf, manifestOf } from "./manifest/path.ts";
import { mayBeFile, nameInManifest } from "./names/in-manifest.ts";
import type { NumberSet } from "./names/number-set.ts";
import type { Share } from "./names/share.ts";
import { parseTemplate, type Template, withoutShare } from "./names/template.ts";
import { inFolder } from "./places/paths.ts";
import type { Encoding, OutputRequest, Table } from "./request.ts";
import { rowGroupEventsFor } from "./row-groups.ts";
import { checkSplitOptions, hasField, hasSplitOption, wantsSplit } from "./split-options.ts";
import { checkStoreAddress, isStoreAddress, STORES } from "./stores/stores.ts";
import { checkTable } from "./table/check.ts";

export interface SplitSettings {
  template: Template;
  rules: SplitRules;
  /** Path of the manifest, which is in the files' folder. */
  manifest: string;
}

/** Encoding, files, and everything written beside them. */
export interface OutputSettings {
  encoding: Encoding;
  /** Rows of a row group, for formats of columns. */
  rowGroupEvents?: number;
  /** Path of the single output; standard output if absent. Not used with `split`. */
  path?: string;
  /** Present if the events go to Kafka; there is no path then, and `encoding.messages` is present. */
  kafka?: KafkaTarget;
  /** Whether the path contains the share. */
  hasShare?: boolean;
  split?: SplitSettings;
  /** Path of the manifest, if there is one. */
  manifest?: string;
  /** The table that the files are, if it has a log of its own. */
  table?: Table;
  resume: boolean;
  /** False if existing files must not be replaced. */
  clobber: boolean;
  /** True if output of another command may be replaced. */
  force: boolean;
  /** Shell command that each file is piped into, instead of its path. */
  filter?: string;
  /** Numbers of the files to make; all if absent. */
  onlyParts?: NumberSet;
  /** Path of the list of events that are delayed, doubled or lost, if it is wanted. */
  truth?: string;
}

/** The settings that names and periods of files depend on. */
type NamingSettings = Pick<Settings, "startSeconds" | "share">;

/** `data/week.json.lz4` becomes `data/week-{part}.json.lz4`. */
function withNumber(path: string): string {
  const name = basename(path);
  const dot = name.indexOf(".", 1);
  const at = dot < 0 ? name.length : dot;
  const numbered = `${name.slice(0, at)}-{part}${name.slice(at)}`;
  return dirname(path) === "." ? numbered : inFolder(dirname(path), numbered);
}

/** Returns the period that ends files: the requested one, which must divide that of the names. */
function periodFor(template: Template, wanted: number | undefined): number | undefined {
  const named = template.periodSeconds;
  if (named === undefined || wanted === undefined) return wanted ?? named;
  if (named % wanted === 0) return wanted;
  throw new UsageError(
    `--split-time of ${wanted} seconds does not divide the ${named} seconds that a name like "${template.text}" stands for; ` +
      `choose ${named} seconds or a part of it, or leave --split-time out`,
  );
}

function resolveSplit(
  options: OutputRequest,
  path: string | undefined,
  settings: NamingSettings,
): SplitSettings | undefined {
  if (!wantsSplit(options, path)) return undefined;
  const { splitEvents, splitSize, splitTime } = options;
  const isWanted = hasSplitOption(options);
  const hasFields = path !== undefined && hasField(path);
  if (path === undefined)
    throw new UsageError(
      "split output goes to files: give a name such as data/events-{part}.json at the end of the command",
    );
  if (!isStoreAddress(path)) checkPlace(path);
  const oneFilePerPeriod = splitEvents === undefined && splitSize === undefined;
  const { share } = settings;
  const template = parseTemplate(hasFields ? path : withNumber(path), { oneFilePerPeriod, share });
  if (isStoreAddress(path)) checkStoreFolder(path, template);
  const periodSeconds = periodFor(template, splitTime);
  if (!isWanted && periodSeconds === undefined)
    throw new UsageError(`${path}: when shall a file end? Add --split-events, --split-size or --split-time`);
  const rules: SplitRules = {
    ...NO_SPLIT,
    ...periodsOf(periodSeconds, settings),
    ...(splitEvents === undefined ? {} : { fileEvents: splitEvents }),
    ...(splitSize === undefined ? {} : { fileBytes: splitSize }),
  };
  return { template, rules, manifest: manifestPath(options.manifest, template.folder, share) };
}

/** The folder of all files must be an address itself. */
function checkStoreFolder(path: string, { folder }: Template): void {
  if (folder.endsWith(":/"))
    throw new UsageError(
      `${shownAddress(path)}: fields such as {part} can stand in the names of files and folders only`,
    );
  checkStoreAddress(`${folder}/`);
}

/** A name that ends in a slash is a folder's, whether or not the folder exists. */
function refuseFolderName(path: string | undefined): void {
  if (path?.endsWith("/"))
    throw new UsageError(
      `${path}: is the name of a folder; name a file in it, such as ${inFolder(path, "events.json")}`,
    );
}

/** Refuses a path that exists and is not a file. */
function checkPlace(path: string): void {
  const status = statusOf(path);
  if (status === undefined || status.isFile()) return;
  if (status.isDirectory())
    throw new UsageError(`${path}: is a folder; name files in it, such as ${inFolder(path, "events-{part}.json")}`);
  throw new UsageError(`${path}: is not a regular file, as split output needs; name a file in a folder`);
}

/** The names in a manifest are relative to its folder and must not leave it. */
function manifestPath(wanted: string | undefined, folder: string, share: Share | undefined): string {
  const path = wanted ?? manifestOf(folder, share);
  if (resolve(filesFolderOf(path)) === resolve(folder)) return path;
  throw new UsageError(
    `--manifest ${path}: the manifest of many files stands in their folder; write --manifest ${inFolder(folder, basename(path))}`,
  );
}

/** Returns the warning about a name whose readers would expect another format. */
export function notesOfName({ encoding, path }: OutputSettings): string[] {
  const { ending } = CODECS.lz4;
  if (encoding.framing !== "hadoop" || path === undefined || path.endsWith(ending)) return [];
  if (!mayBeFile(path)) return [];
  return [
    `${path}: Hadoop and Spark choose the codec by the end of the name, and would read this file as text; use a name that ends in ${ending}`,
  ];
}

/** Reads the path of a file that is written beside the events. Throws UsageError. */
export function fileBeside(name: string | undefined): string | undefined {
  const path = name === undefined ? undefined : localPath(name);
  refuseFolderName(path);
  return path;
}

/** Reads the secrets for Kafka too, and puts together what the run needs. */
function resolveKafka(request: OutputRequest, wishes: KafkaWishes): OutputSettings {
  const found = new Problems();
  const encoding = found.in(() => messageEncoding(request, wishes));
  const kafka = found.in(() => targetOf(wishes));
  const manifest = found.in(() => fileBeside(request.manifest));
  const truth = found.in(() => fileBeside(request.truth));
  if (encoding === undefined || kafka === undefined || found.error !== undefined) throw found.error;
  const { resume = false } = request;
  return {
    encoding,
    kafka,
    ...(manifest && { manifest }),
    ...(truth && { truth }),
    resume,
    clobber: true,
    force: false,
  };
}

/** Fills in defaults and refuses options that contradict each other. Reads the secrets that Kafka needs. */
export function resolveOutput(request: OutputRequest, settings: NamingSettings): OutputSettings {
  const wishes = readKafka(request);
  return wishes === undefined ? resolveFiles(request, settings) : resolveKafka(request, wishes);
}

/** Returns the path of a manifest, or its address in a store. */
function manifestPlace(name: string): string {
  return isStoreAddress(name) ? (placeOfName(name) as string) : localPath(name, Object.keys(STORES));
}

/** The same for files, which need no secrets. */
export function resolveFiles(request: OutputRequest, settings: NamingSettings): OutputSettings {
  const found = new Problems();
  const given = request.path === undefined ? undefined : placeOfName(request.path);
  const options = request.manifest === undefined ? request : { ...request, manifest: manifestPlace(request.manifest) };
  found.in(() => refuseFolderName(given));
  found.in(() => refuseFolderName(options.manifest));
  const truth = found.in(() => fileBeside(options.truth));
  if (found.error !== undefined) throw found.error;
  const encoding = found.in(() => resolveEncoding(options, given));
  const split = found.in(() => resolveSplit(options, given, settings));
  found.in(() => checkSplitOptions(options, given));
  const isOne = given !== undefined && !wantsSplit(options, given);
  const path = isOne ? found.in(() => withoutShare(given, settings.share)) : given;
  if (encoding === undefined || found.error !== undefined) throw found.error;
  const manifest = split?.manifest ?? options.manifest;
  const rowGroupEvents = rowGroupEventsFor(encoding.format, options);
  if (options.table !== undefined) checkTable(options.table, { encoding, split, options, share: settings.share });
  if (manifest !== undefined && split === undefined) nameInManifest(manifest, path);
  return {
    encoding,
    ...(rowGroupEvents === undefined ? {} : { rowGroupEvents }),
    ...(path === undefined ? {} : { path, hasShare: path !== given }),
    ...(split === undefined ? {} : { split }),
    ...(manifest === undefined || options.onlyParts !== undefined ? {} : { manifest }),
    ...(options.table === undefined ? {} : { table: options.table }),
    ...(options.filter === undefined ? {} : { filter: options.filter }),
    resume: options.resume ?? false,
    clobber: options.clobber ?? true,
    force: options.force ?? false,
    ...(options.onlyParts === undefined ? {} : { onlyParts: options.onlyParts }),
    ...(truth && { truth }),
  };
}
