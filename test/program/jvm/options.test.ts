import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { runWith } from "../../support/program/jvm.ts";
import { FIXED } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

const PRINT = ["-XX:+PrintCommandLineFlags", "-version"];

/** A command in this process, with these variables alone. For what ends before V8 takes an option. */
function here(variables: Record<string, string>, values: string[], cwd = ROOT) {
  return commandHere(values, { cwd, env: { JAVA_OPTS: undefined, EVENTSIM_OPTS: undefined, ...variables } });
}

/** The shipped configuration with a key "jvm" in the second line. */
function configWith(jvm: unknown): string {
  const text = readFileSync(join(ROOT, "configs", "Oud-config.json"), "utf8");
  const path = join(temporaryFolder(), "site.json");
  writeFileSync(path, text.replace("{", `{\n  "jvm": ${JSON.stringify(jvm)},`));
  return path;
}

async function flagsOf(variables: Record<string, string>, values: string[]): Promise<string> {
  const { code, stdout } = await here(variables, [...PRINT, ...values]);
  expect(code).toBe(0);
  return stdout.split("\n")[0] as string;
}

describe("options of the JVM", () => {
  it("change no byte, wherever they stand", async () => {
    const plain = await runWith({}, FIXED);
    const [first, ...others] = FIXED as [string, ...string[]];
    const mixed = ["-server", first, ...others.slice(0, 3), "-Xmx1g", ...others.slice(3), "-XX:+UseG1GC"];
    const { code, stdout } = await runWith({ JAVA_OPTS: "-Xss1m", EVENTSIM_OPTS: "-Xmn4m" }, mixed);
    expect({ code, isSame: stdout === plain.stdout }).toEqual({ code: 0, isSame: true });
    expect(plain.stdout.length).toBeGreaterThan(1000);
  });

  it("are strongest on the command line, then in EVENTSIM_OPTS, in JAVA_OPTS and in the configuration", async () => {
    const config = ["-c", configWith(["-Xmx1g", "-Xss5m", "-Xmn5m", "-XX:ActiveProcessorCount=5"])];
    const variables = { JAVA_OPTS: "-Xmx2g -Xss6m -Xmn6m", EVENTSIM_OPTS: "-Xmx3g -Xss7m" };
    expect(await flagsOf(variables, ["-Xmx4g", ...config])).toBe(
      "-XX:ActiveProcessorCount=5 -XX:MaxHeapSize=4294967296 -XX:MaxNewSize=6291456 -XX:NewSize=6291456 " +
        "-XX:+PrintCommandLineFlags -XX:ThreadStackSize=7168",
    );
  });

  it("report once the replacements of those without effect, unless --quiet", async () => {
    const values = ["-XX:+AggressiveOpts", "-XX:+UseStringDeduplication", "-XX:+AggressiveOpts", ...FIXED];
    const { stderr } = await here({}, values);
    expect(stderr.match(/AggressiveOpts has no effect here: /g)).toHaveLength(1);
    expect(stderr).toContain("-XX:+UseStringDeduplication has no effect here: every string is stored once");
    expect((await here({}, [...values, "--quiet"])).stderr).toBe("");
  });

  it.each([
    [["-XX:+UseG2GC"], {}, "eventsim: Unrecognized VM option 'UseG2GC'\nDid you mean '(+/-)UseG1GC'?\n"],
    [["-Xmx8Q"], {}, "eventsim: Invalid maximum heap size: -Xmx8Q\n"],
    [[], { JAVA_OPTS: "-Xfoo" }, "eventsim: JAVA_OPTS: Unrecognized option: -Xfoo\n"],
    [[], { EVENTSIM_OPTS: `-Xmx1g "-Xms1g` }, 'eventsim: EVENTSIM_OPTS: a quote (") is open at the end: close it\n'],
    [[], { JAVA_OPTS: `-Xmx1g '"'"` }, 'eventsim: JAVA_OPTS: a quote (") is open at the end: close it\n'],
    [[], { EVENTSIM_OPTS: "events.json" }, "eventsim: EVENTSIM_OPTS: Unrecognized option: events.json\n"],
  ])("that are wrong end the run before it starts: %s %o", async (options, variables, message) => {
    const { code, stdout, stderr } = await here(variables as Record<string, string>, [...options, ...FIXED]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.startsWith(message)).toBe(true);
  });

  it("that are unknown are ignored with -XX:+IgnoreUnrecognizedVMOptions, wherever that is", async () => {
    const variables = { JAVA_OPTS: "-XX:+Blorp", EVENTSIM_OPTS: "-XX:+IgnoreUnrecognizedVMOptions" };
    expect((await here(variables, FIXED)).code).toBe(0);
  });
});

describe('the configuration\'s key "jvm"', () => {
  it("is not part of the data set", async () => {
    const id = async (config: string) => (await here({}, ["id", ...FIXED, "-c", config])).stdout;
    expect(await id(configWith(["-Xmx1g"]))).toBe(await id("configs/Oud-config.json"));
  });

  it("has a place in messages", async () => {
    const wrong = configWith(["-Xmx1g", "-XX:+Blorp"]);
    const { code, stderr } = await here({}, [...FIXED, "-c", wrong]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^eventsim: .*site\.json:2:20: jvm\[1\]: Unrecognized VM option 'Blorp'; /),
    });
  });

  it("does not affect what the program executes, writes or prints", async () => {
    const options = [
      "-XX:OnOutOfMemoryError=touch owned",
      "-XX:OnError=touch owned",
      "-Xlog:gc:file=owned",
      "-Xlog:gc*",
      "-Xloggc:owned",
      "-J-Xloggc:owned",
      "-XX:+HeapDumpOnOutOfMemoryError",
      "-XX:HeapDumpPath=owned",
      "-XX:ErrorFile=owned",
      "-XX:+ExitOnOutOfMemoryError",
      "-XX:+PrintFlagsFinal",
      "-XX:+IgnoreUnrecognizedVMOptions",
      "-verbose:gc",
      "-version",
      "-X",
      "-agentpath:owned",
      "-Downed=1",
    ];
    const folder = temporaryFolder();
    const config = configWith(["-XX:OldSize=1m", ...options]);
    const { code, stdout, stderr } = await here({}, [...FIXED, "-c", config, join(folder, "events.json")], folder);
    expect({ code, stdout, files: readdirSync(folder) }).toEqual({ code: 2, stdout: "", files: [] });
    const refused = [
      ...stderr.matchAll(/jvm\[\d+\]: "(.*)": a configuration sets options of memory, collector and proc/g),
    ];
    expect(refused.map(([, option]) => option)).toEqual(options.map((option) => option.replace("-J", "")));
  });

  it("has no way to options in files", async () => {
    const options = ["-XX:VMOptionsFile=owned", "-XX:Flags=owned", "@owned", "-XX:LogFile=owned"];
    const { code, stderr } = await here({}, [...FIXED, "-c", configWith(options)]);
    expect({ code, refused: stderr.match(/Unrecognized (VM )?option/g)?.length }).toEqual({ code: 2, refused: 4 });
  });

  it("sets memory, collector and processors", async () => {
    const given = [
      "-Xms16m",
      "-Xmx1g",
      "-XX:MaxRAMPercentage=30",
      "-XX:+UseSerialGC",
      "-XX:MaxGCPauseMillis=9",
      "-XX:NewRatio=3",
    ];
    expect(await flagsOf({}, ["-c", configWith(given)])).toBe(
      "-XX:InitialHeapSize=16777216 -XX:MaxGCPauseMillis=9 -XX:MaxHeapSize=1073741824 -XX:MaxRAMPercentage=30 -XX:NewRatio=3 " +
        "-XX:+PrintCommandLineFlags -XX:+UseSerialGC",
    );
  });

  it.each(["-Xmx1g", 7, [1]])("must be a list of options: %j", async (value) => {
    const { code, stderr } = await here({}, [...FIXED, "-c", configWith(value)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/site\.json:2:10: jvm: found .*; give an array of options of the JVM, such as/);
  });
});

describe("tables", () => {
  it("-XX:+PrintFlagsFinal has each flag with value, origin and effect", async () => {
    const values = ["-XX:+PrintFlagsFinal", "-Xmx1g", "-XX:+UseSerialGC", "-version"];
    const { code, stdout, stderr } = await here({ JAVA_OPTS: "-Xss2m" }, values);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^ +size_t MaxHeapSize += 1073741824 +\{command line\} +limit of the resident memory/m);
    expect(stdout).toMatch(/^ +intx ThreadStackSize += 2048 +\{JAVA_OPTS\} +stack of each worker/m);
    expect(stdout).toMatch(/^ +bool UseG1GC += false +\{ergonomic\}/m);
    expect(stdout).toMatch(/^ +bool UseLargePages += false +\{default\} +no effect: /m);
    expect(stdout).toMatch(/^eventsim version "\d+\.\d+\.\d+", engine version \d+\nNode\.js \d+/m);
  });

  it("go to standard error where the run goes on", async () => {
    const plain = await runWith({}, FIXED);
    const { code, stdout, stderr } = await runWith({}, ["-XX:+PrintFlagsFinal", "-showversion", ...FIXED]);
    expect({ code, isSame: stdout === plain.stdout }).toEqual({ code: 0, isSame: true });
    expect(stderr).toMatch(/size_t MaxHeapSize/);
    expect(stderr).toMatch(/eventsim version/);
  });

  it("-X lists the short options", async () => {
    const { code, stdout } = await here({}, ["-X"]);
    expect(code).toBe(0);
    for (const option of ["-Xmx<size>", "-Xlog:gc*", "-server, -client"]) expect(stdout).toContain(option);
  });
});
