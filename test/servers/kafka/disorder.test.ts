// Disorder in a topic, and what the metrics tell of a broker's acknowledgements.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Manifest } from "../../../src/output/manifest/manifest.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { sampleOf, scrape, served } from "../../support/program/metrics.ts";
import { FIXED_WEEK, outcomeOf, pause } from "../../support/program/program.ts";
import { hasKafka, useKafka } from "../../support/servers/kafka/cluster.ts";
import { expectMessages, into, linesFor, partitioned, send, valuesOf } from "./expected.ts";

const PARTITIONS = 3;
const DISORDER = ["--late", "10%:2h", "--duplicate", "5%:1m", "--lose", "3%", "--outage", "10:00/30m"];

describe.skipIf(!hasKafka)("a topic", () => {
  const kafka = useKafka();
  const ends = (topic: string) => kafka().clients.ends(topic);

  it("has the events of a run with disorder in the order of their arrival", async () => {
    await kafka().clients.create("disorder", { partitions: PARTITIONS });
    const manifest = join(temporaryFolder(), "manifest.json");
    await send(kafka(), "disorder", [...FIXED_WEEK, ...DISORDER, "--workers", "2", "--manifest", manifest]);
    const lines = linesFor([...FIXED_WEEK, ...DISORDER]);
    expect(lines).not.toEqual(lines.toSorted());
    const messages = await kafka().clients.read("disorder");
    expectMessages(messages, valuesOf("json", lines), await partitioned(kafka(), lines, PARTITIONS));
    const { totals } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
    const { lost, duplicated } = totals.disorder!;
    expect([lost, duplicated].every((count) => count > 0)).toBe(true);
    expect(messages.length).toBe(linesFor(FIXED_WEEK).length - lost + duplicated);
  });

  it("has at least as many messages as the metrics say, and no more than were acknowledged at the end", async () => {
    await kafka().clients.create("measured", { partitions: PARTITIONS });
    const total = async () => (await ends("measured")).reduce((sum, end) => sum + end, 0);
    const { child, address } = await served(
      ...FIXED_WEEK,
      "--continuous",
      "--rate",
      "300",
      ...into(kafka(), "measured"),
    );
    const outcome = outcomeOf(child);
    while ((await total()) < 300) await pause(20);
    const before = await total();
    await pause(500);
    const families = await scrape(address);
    const after = await total();
    const acknowledged = sampleOf(families, "eventsim_kafka_acknowledged_events_total")!;
    expect(acknowledged).toBeGreaterThanOrEqual(before);
    expect(acknowledged).toBeLessThanOrEqual(after);
    expect(sampleOf(families, "eventsim_kafka_retries_total")).toBe(0);
    expect(sampleOf(families, "eventsim_kafka_unacknowledged_batches")).toBeGreaterThanOrEqual(0);
    child.kill("SIGINT");
    expect((await outcome).code).toBe(130);
  });
});
