// Batches that are sent to a real broker arrive once and in order, whatever happens to the broker and to connections.
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { expectAll, open } from "../../support/kafka/opened.ts";
import { hasKafka, useKafka } from "../../support/servers/kafka/cluster.ts";

describe.skipIf(!hasKafka)("a sender with one broker", () => {
  // Quotas are counted over two seconds, instead of eleven.
  const kafka = useKafka({ properties: { "quota.window.num": 2 } });

  it.each([0, 1, -1] as const)("with acks %i brings all batches to 1, 4 and 50 partitions", async (acks) => {
    for (const partitionsWanted of [1, 4, 50]) {
      const opened = await open(kafka(), { acks, partitionsWanted });
      await opened.load.sendGroups(60);
      await expectAll(kafka(), opened);
    }
  });

  it("encrypts batches, which lie in shared memory", async () => {
    const tls = { ca: readFileSync(kafka().certificates.ca, "utf8") };
    const opened = await open(kafka(), { listener: "SSL", tls, records: 200, valueBytes: 300 });
    await opened.load.sendGroups(40);
    await expectAll(kafka(), opened);
  });

  it("gives all records of a batch the time at which it was sent, or leaves the events'", async () => {
    const before = Date.now();
    const now = await open(kafka(), { timeMs: 1 });
    await now.load.sendGroups(3);
    await now.output.finish();
    for (const { timestamp } of await kafka().clients.read(now.name)) {
      expect(timestamp).toBeGreaterThanOrEqual(before);
      expect(timestamp).toBeLessThanOrEqual(Date.now());
    }
    const timeMs = before - 3_600_000;
    const event = await open(kafka(), { times: "event", timeMs });
    await event.load.sendGroups(3);
    await event.output.finish();
    expect(new Set((await kafka().clients.read(event.name)).map(({ timestamp }) => timestamp))).toEqual(
      new Set([timeMs]),
    );
  });

  it("loses and doubles nothing while connections are cut", async () => {
    const [proxy] = kafka().proxies;
    const opened = await open(kafka(), { listener: "PROXIED" });
    async function cut(): Promise<void> {
      for (let times = 0; times < 30; times++) {
        if (times % 3 === 0) proxy!.cut();
        else if (times % 3 === 1) proxy!.cutAfter(1 + ((times * 7919) % 40_000));
        else proxy!.cutAtAnswers(2);
        await setTimeout(50 + ((times * 31) % 200));
      }
    }
    const made = proxy!.connections;
    await opened.load.sendUntil(cut());
    await expectAll(kafka(), opened);
    expect(proxy!.connections - made).toBeGreaterThan(10);
  });

  it("keeps its connection where the network is slow", async () => {
    const [proxy] = kafka().proxies;
    const opened = await open(kafka(), { listener: "PROXIED", timeoutMs: 12_000, records: 200, valueBytes: 1000 });
    await opened.load.sendGroups(2);
    const made = proxy!.connections;
    // Five requests take longer than a request may, and one does not.
    proxy!.bytesPerSecond = 500_000;
    await opened.load.sendGroups(8);
    proxy!.bytesPerSecond = Number.POSITIVE_INFINITY;
    expect(proxy!.connections).toBe(made);
    await expectAll(kafka(), opened);
  });

  it("sends again what a silent broker does not answer", async () => {
    const [proxy] = kafka().proxies;
    const opened = await open(kafka(), { listener: "PROXIED", timeoutMs: 12_000 });
    opened.load.send();
    await opened.load.settled();
    proxy!.stall();
    for (let group = 0; group < 5; group++) opened.load.send();
    await setTimeout(8500);
    expect(opened.load.acknowledged).toBe(1);
    proxy!.flow();
    await opened.load.settled();
    await expectAll(kafka(), opened);
  });

  it("waits as a quota demands", async () => {
    const opened = await open(kafka(), { records: 50, valueBytes: 1000 });
    await kafka().clients.limit(500_000);
    const begunMs = performance.now();
    await opened.load.sendGroups(20);
    // 4 MB, of which two seconds' worth need not wait.
    expect(performance.now() - begunMs).toBeGreaterThan(2000);
    await kafka().clients.limit();
    await expectAll(kafka(), opened);
  });

  it("knows which batches a broker has that was stopped before it could answer", async () => {
    const [proxy] = kafka().proxies;
    const opened = await open(kafka(), { listener: "PROXIED", partitionsWanted: 1, records: 100, valueBytes: 200 });
    await opened.load.sendGroups(2);
    const { passed } = proxy!;
    const before = passed.toServer;
    // The answers are held back while the broker takes five batches; then the connection ends without them.
    proxy!.cutAtAnswers(1_000_000);
    for (let group = 0; group < 8; group++) opened.load.send();
    while (passed.toServer === before) await setTimeout(10);
    await setTimeout(2000);
    proxy!.refuse();
    proxy!.cutAtAnswers(0);
    await kafka().brokers[0]!.stop();
    await kafka().brokers[0]!.start();
    proxy!.admit();
    await opened.load.settled();
    await expectAll(kafka(), opened);
    expect(opened.warnings).toEqual([]);
    expect(opened.output.canResume).toBe(true);
  });
});
