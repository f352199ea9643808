import { describe, expect, it } from "vitest";
import { effectsOf } from "../../../src/cli/jvm/effects.ts";
import { parseLog } from "../../../src/cli/jvm/flags/log-option.ts";
import { type Origin, parseSize, Settings } from "../../../src/cli/jvm/flags/parse.ts";
import { SHORT_OPTIONS } from "../../../src/cli/jvm/flags/short-options.ts";
import { FLAGS, FLAGS_FOR_CONFIGURATIONS } from "../../../src/cli/jvm/flags/table.ts";
import { separate, splitWords } from "../../../src/cli/jvm/sources.ts";
import { LOOKS_LIKE_JVM } from "../../../src/cli/jvm/wanted.ts";

function settingsOf(options: string[], origin: Origin = "command line"): Settings {
  const settings = new Settings();
  for (const option of options) settings.add(option, origin);
  return settings;
}

function machineOf(...options: string[]) {
  return effectsOf(settingsOf(options));
}

describe("sizes", () => {
  it("are bytes, or k, m, g, t of 1024", () => {
    const cases = { "512": 512, "1k": 1024, "3M": 3145728, "8G": 8589934592, "1t": 1099511627776, "0x10": 16 };
    for (const [text, bytes] of Object.entries(cases)) expect(parseSize(text)).toBe(bytes);
  });

  it.each(["", "8Q", "1.5g", "-1m", "g", "8gb", "8 g", "99999999999999999t"])("are not '%s'", (text) => {
    expect(parseSize(text)).toBeUndefined();
  });
});

// What the JVM (HotSpot, src/hotspot/share/runtime/arguments.cpp) prints for these.
const REFUSED: [string, string][] = [
  ["-XX:+Blorp", "Unrecognized VM option 'Blorp'"],
  ["-XX:+UseG2GC", "Unrecognized VM option 'UseG2GC'\nDid you mean '(+/-)UseG1GC'?"],
  ["-XX:MaxHeapSiz=3g", "Unrecognized VM option 'MaxHeapSiz'\nDid you mean 'MaxHeapSize=<value>'?"],
  ["-XX:UseG1GC", "Missing +/- setting for VM option 'UseG1GC'"],
  ["-XX:UseG1GC=true", "Missing +/- setting for VM option 'UseG1GC'"],
  ["-XX:+MaxHeapSize", "Unexpected +/- setting in VM option 'MaxHeapSize'"],
  ["-XX:MaxHeapSize=abc", "Improperly specified VM option 'MaxHeapSize=abc'"],
  ["-XX:MaxHeapSize", "Improperly specified VM option 'MaxHeapSize'"],
  ["-XX:ParallelGCThreads=-1", "intx ParallelGCThreads=-1 is outside the allowed range [ 0 ... 128 ]"],
  ["-XX:MaxRAMPercentage=101", "double MaxRAMPercentage=101 is outside the allowed range [ 0 ... 100 ]"],
  ["-Xmx8Q", "Invalid maximum heap size: -Xmx8Q"],
  ["-Xmx", "Invalid maximum heap size: -Xmx"],
  ["-Xmx1m", "Too small maximum heap"],
  ["-Xms1.5g", "Invalid initial heap size: -Xms1.5g"],
  ["-Xmnfoo", "Invalid initial young generation size: -Xmnfoo"],
  ["-Xss1q", "Invalid thread stack size: -Xss1q"],
  ["-Xss100k", "The stack size specified is too small, Specify at least 512k"],
  ["-Xfoo", "Unrecognized option: -Xfoo"],
  ["-Xlog:gc=loud", "Invalid -Xlog option '-Xlog:gc=loud'"],
  ["-Xlog:gx", "invalid tag 'gx'"],
  ["-Xlog:gc::sometimes", "invalid decorator 'sometimes'"],
];

describe("options that are wrong", () => {
  it.each(REFUSED)("%s", (option, message) => {
    expect(() => settingsOf([option])).toThrow(message);
  });

  it("are passed over where unknown ones are to be", () => {
    const settings = new Settings(true);
    settings.add("-XX:+Blorp", "command line");
    expect(settings.flags.size).toBe(0);
    expect(() => settings.add("-XX:+MaxHeapSize", "command line")).toThrow("Unexpected +/-");
  });

  it("contradict each other", () => {
    expect(() => machineOf("-Xms2g", "-Xmx1g")).toThrow(
      "Initial heap size set to a larger value than the maximum heap size",
    );
    expect(() => machineOf("-XX:+UseG1GC", "-XX:+UseSerialGC")).toThrow("Multiple garbage collectors selected");
    expect(() => machineOf("-XX:+UseConcMarkSweepGC", "-XX:+UseParNewGC")).not.toThrow();
    expect(() => machineOf("-XX:+UseG1GC", "-XX:-UseG1GC", "-XX:+UseSerialGC")).not.toThrow();
  });
});

describe("a configuration", () => {
  it("sets no flag whose value is a text, and none that is not named for memory, collectors or processors", () => {
    const allowed = [...FLAGS.values()].filter(({ name }) => FLAGS_FOR_CONFIGURATIONS.has(name));
    const texts = allowed.filter(({ kind }) => kind.startsWith("ccstr")).map(({ name }) => name);
    const odd = allowed.filter(({ name }) => /^(Print|On|Exit|Crash|HeapDump|Log|Ignore)|File|Path|Error/.test(name));
    expect({ texts, odd }).toEqual({ texts: [], odd: [] });
    expect(allowed.length).toBeGreaterThan(50);
  });

  it("is refused every option that is not in the list for configurations", () => {
    for (const { name, kind } of FLAGS.values()) {
      const option = kind === "bool" ? `-XX:+${name}` : `-XX:${name}=1`;
      if (FLAGS_FOR_CONFIGURATIONS.has(name)) continue;
      expect(() => settingsOf([option], "configuration"), option).toThrow("a configuration sets options of memory");
    }
  });
});

describe("every option of the tables", () => {
  it("has an effect or says what replaces it, and a value that is right", () => {
    for (const flag of FLAGS.values()) {
      expect(flag.effect.length).toBeGreaterThan(10);
      if (flag.kind === "bool") expect(["true", "false"]).toContain(flag.initial);
    }
  });

  it("is accepted", () => {
    for (const { name, kind, least = 1, initial } of FLAGS.values()) {
      const value = kind.startsWith("ccstr") ? "text" : Number(initial) > least ? initial : String(Math.max(least, 1));
      const option = kind === "bool" ? `-XX:+${name}` : `-XX:${name}=${name === "ThreadStackSize" ? 1024 : value}`;
      expect(settingsOf([option]).flags.has(name)).toBe(true);
    }
  });

  // Options with what may follow them, from the manual page of java.
  const examples = [
    ...["-server", "-client", "-d64", "-Xint", "-Xmixed", "-Xcomp", "-Xbatch", "-Xrs", "-Xincgc", "-Xnoclassgc"],
    ...["-Xshare:auto", "-Xverify:none", "-Xcheck:jni", "-Xbootclasspath/a:x.jar", "-Xprof", "-Xdiag", "-Xfuture"],
    ...["-Xdebug", "-Xrunjdwp:transport=dt_socket", "-agentlib:jdwp=x", "-agentpath:/x", "-javaagent:x.jar"],
    ...["-Dfile.encoding=UTF-8", "-ea", "-esa", "-enableassertions:pkg", "-verbose:class", "-verbose"],
    ...["--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-preview"],
  ];
  it.each(examples)("%s is accepted with a line that says why it has no effect", (option) => {
    expect(LOOKS_LIKE_JVM.test(option)).toBe(true);
    expect(machineOf(option).machine.notes).toEqual([expect.stringContaining(`${option} has no effect here: `)]);
  });

  it("is distinguished from our own options before it is read", () => {
    const usages = SHORT_OPTIONS.flatMap(({ usage }) => usage.split(", ")).filter((usage) => usage !== "...");
    for (const usage of usages) expect(LOOKS_LIKE_JVM.test(usage)).toBe(true);
    const ours = ["-n", "-c", "-s", "-e", "-d", "-x", "--verbose", "--version", "-V", "-", "--", "-1", "-77"];
    for (const option of ours) expect(LOOKS_LIKE_JVM.test(option)).toBe(false);
  });
});

describe("the result of several options", () => {
  it("is the strongest place's value, and of one place the last", () => {
    const settings = new Settings();
    settings.add("-Xmx1g", "configuration");
    settings.add("-Xmx2g", "JAVA_OPTS");
    settings.add("-XX:MaxHeapSize=3g", "command line");
    settings.add("-Xmx4g", "command line");
    expect(effectsOf(settings).machine.limit).toEqual({ byteLength: 4 * 2 ** 30, origin: "-Xmx4g" });
  });

  it("is a percentage where that stands in a stronger place than the size", () => {
    const settings = new Settings();
    settings.add("-Xmx1g", "JAVA_OPTS");
    settings.add("-XX:MaxRAM=8g", "command line");
    settings.add("-XX:MaxRAMPercentage=50", "command line");
    expect(effectsOf(settings).machine.limit?.byteLength).toBe(4 * 2 ** 30);
    settings.add("-Xmx1g", "command line");
    expect(effectsOf(settings).machine.limit?.byteLength).toBe(2 ** 30);
  });

  it("is one collector: a place replaces that of a weaker place", () => {
    const settings = new Settings();
    settings.add("-XX:+UseParallelGC", "JAVA_OPTS");
    settings.add("-XX:+UseSerialGC", "command line");
    expect(effectsOf(settings).v8).toEqual(["--single-threaded-gc"]);
  });

  it("needs nothing of V8 for the original's own command", () => {
    const { v8, machine } = machineOf("-XX:+AggressiveOpts", "-XX:+UseG1GC", "-XX:+UseStringDeduplication", "-Xmx8G");
    expect(v8).toEqual([]);
    expect(machine.limit?.byteLength).toBe(8 * 2 ** 30);
    expect(machine.notes).toHaveLength(2);
  });

  it("is passed to V8 at the start", () => {
    expect(machineOf("-XX:ParallelGCThreads=3").v8).toEqual(["--v8-pool-size=3"]);
    expect(machineOf("-XX:ConcGCThreads=2").v8).toEqual(["--v8-pool-size=2", "--concurrent-marking-max-worker-num=2"]);
    expect(machineOf("-XX:+UseParallelGC").v8).toContain("--no-concurrent-marking");
  });

  it("sets up the workers' isolates", () => {
    const { machine } = machineOf("-Xss2m", "-Xmn16m", "-XX:OldSize=128m", "-XX:ActiveProcessorCount=3");
    expect(machine).toMatchObject({ stackBytes: 2 ** 21, youngBytes: 2 ** 24, oldBytes: 2 ** 27, processors: 3 });
    expect(machineOf("-XX:NewSize=4m", "-XX:MaxNewSize=8m").machine.youngBytes).toBe(2 ** 23);
  });

  it("is nothing to say for an option with the value that it always has", () => {
    expect(machineOf("-XX:+UseCompressedOops", "-XX:-AggressiveOpts").machine.notes).toEqual([]);
  });

  it("is all commands for a full heap", () => {
    const options = ["-XX:OnOutOfMemoryError=kill -9 %p; echo a", "-XX:OnOutOfMemoryError=echo b"];
    expect(machineOf(...options).machine.outOfMemory).toEqual({
      exits: false,
      commands: ["kill -9 %p", "echo a", "echo b"],
    });
  });
});

describe("-Xlog", () => {
  const plain = ["gc", "gc,init", "gc,slice", "gc,memory", "gc,ring"];
  const cases: [string, string[]][] = [
    ["-Xlog", [...plain, "gc,heap"]],
    ["-Xlog:gc", plain],
    ["-Xlog:gc*", [...plain, "gc,heap"]],
    ["-Xlog:gc*=debug,gc+slice=off", plain.filter((tags) => tags !== "gc,slice").concat("gc,heap")],
    ["-Xlog:gc+slice", ["gc,slice"]],
    ["-Xlog:ring*,safepoint", ["gc,ring"]],
    ["-Xlog:gc=warning", []],
  ];
  it.each(cases)("%s", (option, tags) => {
    expect(parseLog(option)?.tags).toEqual(tags);
  });

  it("names a file, with the process in it, and decorators", () => {
    const settings = parseLog("-Xlog:gc:file=/tmp/gc-%p.log:utc,level,tid:filecount=5");
    expect(settings).toMatchObject({ file: `/tmp/gc-${process.pid}.log`, decorators: ["utctime", "level", "tid"] });
    expect(parseLog('-Xlog:gc:"file=C:/gc.log"')?.file).toBe("C:/gc.log");
    expect(parseLog("-Xlog:gc::none")).toMatchObject({ decorators: [] });
    expect(parseLog("-Xlog:gc:stdout")?.file).toBeUndefined();
    expect(parseLog("-Xlog:disable")).toBeUndefined();
  });
});

describe("where options stand", () => {
  it("may be anywhere, but not after -- or in the place of a value", () => {
    const args = ["-Xmx1g", "-n", "5", "-server", "--tag", "-Xss", "-J-Xms1m", "out.json", "-XX:+A", "--", "-Xfile"];
    const { args: ours, given } = separate(args);
    expect(ours).toEqual(["-n", "5", "--tag", "-Xss", "out.json", "--", "-Xfile"]);
    expect(given.map(({ text }) => text)).toEqual(["-Xmx1g", "-server", "-J-Xms1m", "-XX:+A"]);
    expect(settingsOf(["-J-Xmx1g"]).valueOf("MaxHeapSize")).toBe(String(2 ** 30));
  });

  it("is a variable, split as a shell does", () => {
    expect(splitWords(` -Xmx1g  -XX:OnOutOfMemoryError="kill -9 %p" '-Da=b c'\n-server `)).toEqual([
      "-Xmx1g",
      "-XX:OnOutOfMemoryError=kill -9 %p",
      "-Da=b c",
      "-server",
    ]);
  });
});
