import { UsageError } from "../../../system/errors.ts";
import type { LogSettings } from "../../../system/machine.ts";
import { suggestion } from "../../../system/nearest.ts";

/** The tags of the lines that there are; the first of each is what `-Xlog:gc` means, details come with `gc*` only. */
const PLAIN_LINES = ["gc", "gc,init", "gc,slice", "gc,memory", "gc,ring"];
const DETAIL_LINES = ["gc,heap"];
const LINES = [...PLAIN_LINES, ...DETAIL_LINES];
const OUR_TAGS = ["gc", "init", "slice", "memory", "ring", "heap", "all"];
/** A JVM's other tags: accepted, but no line here has them. */
const OTHER_TAGS =
  "age,alloc,arguments,barrier,class,codecache,compaction,compilation,cpu,cset,director,ergo,exceptions,freelist,humongous,ihop,jit,jni,liveness,load,logging,marking,metadata,metaspace,mmu,module,monitorinflation,nmethod,os,pagesize,phases,plab,promotion,ref,refine,region,reloc,remset,safepoint,start,startuptime,stats,stringdedup,stringtable,sweep,task,thread,tlab,unload,verify,vmoperation,workgang".split(
    ",",
  );
const SILENT_LEVELS = ["off", "error", "warning"];
const LEVELS = [...SILENT_LEVELS, "info", "debug", "trace"];
const DECORATORS: Readonly<Record<string, string>> = {
  t: "time",
  utc: "utctime",
  u: "uptime",
  tm: "timemillis",
  um: "uptimemillis",
  hn: "hostname",
  p: "pid",
  ti: "tid",
  l: "level",
  tg: "tags",
};
const DEFAULT_DECORATORS = ["uptime", "level", "tags"];

function refuse(option: string, what: string): never {
  throw new UsageError(`Invalid -Xlog option '${option}': ${what}`);
}

/** The tags of the lines that `gc`, `gc*` or `gc+slice=debug` selects. */
function select(selection: string, option: string): { lines: string[]; isWanted: boolean } {
  const [, names = "", star, level = "info"] = /^([^*=]*)(\*?)(?:=(.*))?$/.exec(selection) ?? [];
  if (!LEVELS.includes(level)) refuse(option, `invalid level '${level}' in log selection; give ${LEVELS.join(", ")}`);
  const tags = names.split("+");
  const known = [...OUR_TAGS, ...OTHER_TAGS];
  for (const tag of tags) {
    if (!known.includes(tag))
      refuse(
        option,
        `invalid tag '${tag}' in log selection${suggestion(tag, known, "lines here have the tags gc, slice, memory, ring and heap")}`,
      );
  }
  const isWanted = !SILENT_LEVELS.includes(level);
  if (names === "all") return { lines: LINES, isWanted };
  if (names === "gc" && star === "") return { lines: PLAIN_LINES, isWanted };
  const matches = (line: string) =>
    tags.every((tag) => line.split(",").includes(tag)) && (star === "*" || line.split(",").length === tags.length);
  return { lines: LINES.filter(matches), isWanted };
}

function fileOf(output: string): string | undefined {
  if (output === "" || output === "stdout" || output === "stderr") return undefined;
  const path = output
    .replace(/^"(.*)"$/, "$1")
    .replace(/^file=/, "")
    .replace(/^"(.*)"$/, "$1");
  const stamp = new Date().toISOString().slice(0, 19).replace("T", "_").replaceAll(":", "-");
  return path.replaceAll("%p", String(process.pid)).replaceAll("%t", stamp);
}

function decoratorsOf(text: string, option: string): string[] {
  if (text === "none") return [];
  if (text === "") return DEFAULT_DECORATORS;
  return text.split(",").map((given) => {
    const name = DECORATORS[given] ?? given;
    if (Object.values(DECORATORS).includes(name)) return name;
    return refuse(option, `invalid decorator '${given}'; give ${Object.values(DECORATORS).join(", ")} or none`);
  });
}

/** Splits at colons that are not within quotes. */
function fields(text: string): string[] {
  return text.match(/(?:"[^"]*"|[^":])+|(?<=:)(?=:)|^(?=:)/g) ?? [];
}

/**
 * Reads `-Xlog[:what[:output[:decorators[:output-options]]]]` of a JVM. Its standard output is standard error here, since
 * standard output is for events. Undefined for `-Xlog:disable`. Throws UsageError.
 */
export function parseLog(option: string): LogSettings | undefined {
  const [what = "all", output = "", decorators = ""] = fields(option.replace(/^-Xlog:?/, ""));
  if (what === "disable") return undefined;
  const tags = new Set<string>();
  for (const selection of what.split(",")) {
    const { lines, isWanted } = select(selection, option);
    for (const line of lines) {
      if (isWanted) tags.add(line);
      else tags.delete(line);
    }
  }
  const file = fileOf(output);
  return { tags: [...tags], decorators: decoratorsOf(decorators, option), ...(file === undefined ? {} : { file }) };
}
