import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { environment, runWith } from "../../support/program/jvm.ts";
import { ENDLESS, exitCode, FIXED, groupIsAlive, seen, shell, start } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

/** Requires a second process: V8 must receive it before it starts. */
const SERIAL = "-XX:+UseSerialGC";
const isLinux = process.platform === "linux";

/** Command lines, each with a space after every word. */
function childrenOf(processId: number): string[] {
  const children = readFileSync(`/proc/${processId}/task/${processId}/children`, "utf8").trim();
  if (children === "") return [];
  return children.split(" ").map((child) => readFileSync(`/proc/${child}/cmdline`, "utf8").replaceAll("\0", " "));
}

async function startEndless(...options: string[]) {
  const child = start([...ENDLESS, ...options, "/dev/null"], { env: environment() });
  await seen(child, "window:");
  return child;
}

describe("a program that is started once more for V8", () => {
  it("prints the same and says it once", async () => {
    const plain = await runWith({}, FIXED);
    const twice = await runWith({}, [SERIAL, "-XX:+AggressiveOpts", ...FIXED]);
    expect({ code: twice.code, isSame: twice.stdout === plain.stdout }).toEqual({ code: 0, isSame: true });
    expect(twice.stderr.match(/AggressiveOpts/g)).toHaveLength(1);
    expect(twice.stderr.match(/window:/g)).toHaveLength(1);
  });

  it.skipIf(!isLinux)("passes options to V8, and starts a second process only for these", async () => {
    const cases: [string, string | undefined][] = [
      [SERIAL, "--single-threaded-gc"],
      ["-XX:ParallelGCThreads=2", "--v8-pool-size=2"],
      ["-XX:+UseG1GC", undefined],
      ["-Xmx1g", undefined],
    ];
    for (const [option, flag] of cases) {
      const child = await startEndless(option);
      const [second = ""] = childrenOf(child.pid as number);
      if (flag === undefined) expect(second).toBe("");
      else expect(second.split(" ")).toContain(flag);
      process.kill(-child.pid!, "SIGKILL");
      await exitCode(child);
    }
  });

  it("raises V8's own limit where -Xmx allows more", async () => {
    const tight = { NODE_OPTIONS: "--max-old-space-size=12" };
    const reads = [...FIXED, "--compat", "interana"]; // the built-in tables, which are compiled for the default engine only
    expect((await runWith(tight, reads)).code).toBe(2);
    expect((await runWith(tight, ["-Xmx400m", ...reads])).code).toBe(0);
  });

  it.skipIf(!isLinux)("hands a configuration on that came out of a pipe", async () => {
    const config = join(ROOT, "configs", "Accordion-config.json");
    const expected = (await runWith({}, [...FIXED, "-c", config, "--quiet"])).stdout;
    const piped = `cat ${config} | $eventsim ${SERIAL} ${FIXED.join(" ")} --quiet -c /dev/stdin`;
    const substituted = `$eventsim ${SERIAL} ${FIXED.join(" ")} --quiet -c <(cat ${config})`;
    for (const command of [piped, substituted]) {
      expect(await shell(command)).toMatchObject({ code: 0, stdout: expected, stderr: "" });
    }
  });

  it("ends with the same exit code", async () => {
    expect((await runWith({}, [SERIAL, ...FIXED, "-c", "nowhere.json"])).code).toBe(2);
    const { stdout } = await shell(
      `$eventsim ${SERIAL} ${ENDLESS.join(" ")} --quiet | head -1; echo \${PIPESTATUS[0]}`,
    );
    expect(stdout).toMatch(/^\{"ts":.*\n141\n$/);
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
    ["SIGHUP", 129],
  ] as const)("ends with %s as it does alone", async (signal, code) => {
    const child = await startEndless(SERIAL);
    child.kill(signal);
    expect(await exitCode(child)).toBe(code);
    expect(groupIsAlive(child)).toBe(false);
  });

  it("ends with Ctrl-C, which all processes of the terminal get", async () => {
    const child = await startEndless(SERIAL);
    process.kill(-child.pid!, "SIGINT");
    expect(await exitCode(child)).toBe(130);
    expect(groupIsAlive(child)).toBe(false);
  });

  it("leaves nothing running when the first process is killed", async () => {
    const child = await startEndless(SERIAL);
    child.kill("SIGKILL");
    await exitCode(child);
    await expect.poll(() => groupIsAlive(child), { timeout: 120_000 }).toBe(false);
  });

  it("has the same standard input, output and error", async () => {
    const file = join(temporaryFolder(), "events.json");
    const plain = await runWith({}, FIXED);
    const { code } = await shell(`$eventsim ${SERIAL} ${FIXED.join(" ")} > ${file}`);
    expect(code).toBe(0);
    expect(readFileSync(file, "utf8")).toBe(plain.stdout);
    const { code: closed } = await shell(`$eventsim ${SERIAL} ${FIXED.join(" ")} < /dev/null 2>&- | wc -l`);
    expect(closed).toBe(0);
  });
});
