// A broker whose disk is full ends. When there is room and it runs again, a run goes on: nothing is lost, nothing doubled.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FIXED_WEEK, outcomeOf, pause, start } from "../../support/program/program.ts";
import { hasKafka, QUICK_RETURN, useKafka } from "../../support/servers/kafka/cluster.ts";
import { expectMessages, into, linesFor, partitioned, valuesOf } from "./expected.ts";

const PARTITIONS = 3;
const WEEK = [...FIXED_WEEK, "-n", "300"];
const FULL_AT = "8m";
const ENOUGH = "256m";

/** Changes the mounted file systems. Only the superuser may, and not in every container. */
function mount(...values: string[]): boolean {
  return spawnSync("mount", values).status === 0;
}

const disk = mkdtempSync(join(tmpdir(), "eventsim-disk-"));
const isMounted = hasKafka && mount("-t", "tmpfs", "-o", `size=${FULL_AT}`, "tmpfs", disk);
if (!isMounted) rmdirSync(disk);

describe.skipIf(!isMounted)("a broker with a full disk", () => {
  // It runs after the hook of useKafka, which ends the broker.
  afterAll(() => {
    spawnSync("umount", [disk]);
    rmdirSync(disk);
  });
  const kafka = useKafka({ properties: { ...QUICK_RETURN, "log.dirs": join(disk, "data") } });

  it("takes the rest when it has room", async () => {
    const lines = linesFor(WEEK);
    const [broker] = kafka().brokers;
    await kafka().clients.create("full", { partitions: PARTITIONS });
    const child = start([...WEEK, ...into(kafka(), "full")]);
    const outcome = outcomeOf(child);
    while (broker!.pid !== undefined && child.exitCode === null) await pause(50);
    expect([broker!.pid, child.exitCode]).toEqual([undefined, null]);
    expect(mount("-o", `remount,size=${ENOUGH}`, disk)).toBe(true);
    await broker!.start();
    const { code, stderr } = await outcome;
    expect([code, stderr.match(/^eventsim: .*/gm)]).toEqual([0, null]);
    const messages = await kafka().clients.read("full");
    expectMessages(messages, valuesOf("json", lines), await partitioned(kafka(), lines, PARTITIONS));
  });
});
