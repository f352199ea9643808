// The program into a pipe, with the machine's clock and timers: what readers that are slow, stop or go away get.
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../support/program/command.ts";
import { exitCode, pause, run, start } from "../../support/program/program.ts";

const LIMIT_MS = 120_000;
const EVENTS = 40_000;
const VALUES = ["-n", "2000", "-r", "3", "-s", "2026-03-02T08:00:00", "--events", String(EVENTS)];
/** Two seconds, some ten megabytes each. */
const LIVE = [...VALUES, "--continuous", "--rate", "20000"];
const STOPPED_MS = 1500;

const { stdout: whole } = await run([...VALUES, "-e", "2026-04-02T08:00:00", "--quiet"]);

/** Runs the program, and calls `reads` with its output after each piece. */
async function read(reads: (output: NodeJS.ReadableStream, pieces: number) => Promise<void>) {
  const child = start(LIVE);
  let stderr = "";
  child.stderr.on("data", (bytes: Buffer) => {
    stderr += bytes;
  });
  const ended = exitCode(child);
  const pieces: Buffer[] = [];
  for await (const piece of child.stdout) {
    pieces.push(piece as Buffer);
    await reads(child.stdout, pieces.length);
  }
  return { code: await ended, bytes: Buffer.concat(pieces), stderr };
}

describe("a reader", { timeout: LIMIT_MS }, () => {
  it("that stops gets all events in order when it goes on, and the end tells how late they were", async () => {
    const { code, bytes, stderr } = await read(async (_, pieces) => {
      if (pieces === 3) await pause(STOPPED_MS);
    });
    expect(code, stderr).toBe(0);
    expect(sha256(bytes)).toBe(sha256(Buffer.from(whole)));
    // The system holds what the program writes in the first tenth of a second; the next event is due before the second is over.
    const [, lateMs] = /^live: 99\.9 % at most ([\d,]+) ms late$/m.exec(stderr) ?? [];
    expect(Number(lateMs?.replaceAll(",", "")), stderr).toBeGreaterThan(STOPPED_MS - 500);
  });

  it("that is slow loses nothing", async () => {
    const { code, bytes, stderr } = await read(() => pause(2));
    expect(code, stderr).toBe(0);
    expect(sha256(bytes)).toBe(sha256(Buffer.from(whole)));
  });

  it("that goes away ends the run, as without --continuous", async () => {
    const codes: number[] = [];
    for (const values of [LIVE, [...VALUES.slice(0, -1), "4000000", "-e", "2026-12-02T08:00:00"]]) {
      const child = start(values);
      child.stderr.resume();
      await once(child.stdout, "data");
      child.stdout.destroy();
      codes.push(await exitCode(child));
    }
    expect(codes[0]).toBe(codes[1]);
    expect(codes[0]).not.toBe(0);
  });
});
