import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { nodeOptions } from "../../../bench/launch.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { LIBRARY } from "../../support/program/library.ts";
import { runCommand } from "../../support/program/program.ts";

/** Common part of all scripts: a simulation that would take minutes, and a way to count the threads of the process. */
const HEAD = `
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { simulate } from ${JSON.stringify(LIBRARY)};
const endless = await simulate({ users: 20000, from: "2010-01-01", to: "2040-01-01", workers: 2 });
const small = (seed) => simulate({ users: 20, from: "2026-03-02", to: "2026-03-03", seed, workers: 2 });
const threads = () => (process.platform === "linux" ? readdirSync("/proc/self/task").length : 0);
const countOf = async (events) => { let count = 0; for await (const _ of events) count++; return count; };
await countOf((await small(1)).events()); // Node starts some threads of its own
const atRest = threads();
`;

/** Runs a script until it exits by itself, which a leftover thread would prevent. Returns its output. */
async function resultOf(script: string): Promise<unknown> {
  const path = join(temporaryFolder(), "script.mjs");
  writeFileSync(path, HEAD + script);
  const { code, stdout, stderr } = await runCommand(process.execPath, [...nodeOptions(), path]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

it("a loop that is left, a stream that is cancelled and a write that is aborted leave no thread, and nothing half-done", async () => {
  const folder = temporaryFolder();
  const path = JSON.stringify(join(folder, "events.json"));
  const script = `
    const left = [];
    for await (const _ of endless.events()) break;
    left.push(threads() - atRest);
    const reader = endless.bytes({ compress: "lz4" }).getReader();
    await reader.read();
    await reader.cancel();
    left.push(threads() - atRest);
    const signals = [];
    spawnSync("mkfifo", [${JSON.stringify(join(folder, "pipe"))}]);
    const abortSoon = () => { const control = new AbortController(); setTimeout(() => control.abort(), 50); return control.signal; };
    for (const use of [
      (signal) => endless.write(${path}, { signal }),
      (signal) => endless.write(${JSON.stringify(join(folder, "pipe"))}, { signal }),
      (signal) => countOf(endless.events({ signal })),
      (signal) => endless.bytes({ signal, format: "msgpack" }).pipeTo(new WritableStream({})),
    ]) {
      signals.push(await use(abortSoon()).then(() => "ended", (error) => error.name));
      left.push(threads() - atRest);
    }
    console.log(JSON.stringify({ left, signals, files: readdirSync(${JSON.stringify(folder)}) }));
  `;
  expect(await resultOf(script)).toEqual({
    left: [0, 0, 0, 0, 0, 0],
    signals: ["AbortError", "AbortError", "AbortError", "AbortError"],
    files: ["pipe"],
  });
});

it("one that is aborted before it begins, or never read, starts no thread", async () => {
  const script = `
    const signal = AbortSignal.abort();
    const names = [];
    for (const use of [() => simulate({ signal }), () => endless.write("/nowhere/x", { signal }), () => endless.events({ signal }).next()])
      names.push(await use().then(() => "ended", (error) => error.name));
    endless.bytes();
    endless.events();
    console.log(JSON.stringify({ names, threads: threads() - atRest }));
  `;
  expect(await resultOf(script)).toEqual({ names: ["AbortError", "AbortError", "AbortError"], threads: 0 });
});

it("two at a time have the events that each has alone", async () => {
  const script = `
    const textOf = async (run) => { const all = []; for await (const event of run.events()) all.push(event); return JSON.stringify(all); };
    const [one, other] = [await small(1), await small(2)];
    const alone = [await textOf(one), await textOf(other)];
    const together = await Promise.all([textOf(one), textOf(other)]);
    console.log(JSON.stringify([alone[0] !== alone[1], together[0] === alone[0], together[1] === alone[1], threads() - atRest]));
  `;
  expect(await resultOf(script)).toEqual([true, true, true, 0]);
});

it("the process continues meanwhile: a simulation does not block it", async () => {
  const script = `
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const reading = countOf((await simulate({ users: 400, from: "2026-01-05", to: "2026-01-12", workers: 1 })).events());
    await reading;
    clearInterval(timer);
    console.log(JSON.stringify(turns > 0));
  `;
  expect(await resultOf(script)).toBe(true);
});

it("a process ends although readers were left half read without a word", async () => {
  const script = `
    const first = (await endless.events().next()).value.ts;
    const { done } = await endless.bytes({ compress: "gzip" }).getReader().read();
    console.log(JSON.stringify([first >= Date.UTC(2010, 0), done]));
  `;
  expect(await resultOf(script)).toEqual([true, false]);
});

it("threads start in a process that runs a text as a module", async () => {
  const text = `${HEAD} console.log(await countOf((await small(1)).events()) > 0);`;
  const { stdout, stderr } = await runCommand(process.execPath, ["--input-type=module", "--eval", text]);
  expect({ stdout, stderr }).toEqual({ stdout: "true\n", stderr: "" });
});

const MEBIBYTE = 2 ** 20;
/** The kernel's memory of 20,000 users, the process itself, and room for what V8 has not collected yet. */
const MOST_RESIDENT = 400 * MEBIBYTE;

it("memory stays bounded however slowly an endless run is read", async () => {
  const script = `
    let most = 0;
    let count = 0;
    for await (const _ of endless.events()) {
      if (++count % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      if (count % 10000 === 0) most = Math.max(most, process.memoryUsage().rss);
      if (count === 200000) break;
    }
    console.log(JSON.stringify(most));
  `;
  const most = await resultOf(script);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(MOST_RESIDENT);
});
