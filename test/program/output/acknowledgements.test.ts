// A run into a destination that acknowledges writes late and out of order, as a broker does, with real threads and a
// real ring.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Destination } from "../../../src/output/destinations/destination.ts";
import { fastFolder } from "../../support/files/folders.ts";
import { QUICK_WEEK, runHere } from "../../support/program/here.ts";
import {
  fileContainerOf,
  OneOutput,
  parseRun,
  readInputs,
  requestOf,
  Simulation,
} from "../../support/workers/pipeline.ts";

/** A group of batches takes at most half of the ring, so that another one can be written meanwhile. */
const SURE_WRITES = 2;

/** Copies the data only when it acknowledges it: the data must still be intact then. */
class Broker implements Destination {
  readonly name = "a broker";
  readonly mostWrites = 3;
  readonly received: Buffer[] = [];
  readonly order: number[] = [];
  mostOpen = 0;
  #open = 0;
  #next = 0;
  readonly #held: (() => void)[] = [];

  write(ranges: Uint8Array[]): Promise<void> {
    const number = this.#next++;
    this.mostOpen = Math.max(this.mostOpen, ++this.#open);
    return new Promise((resolve) => {
      const acknowledge = () => {
        this.received[number] = Buffer.concat(ranges);
        this.order.push(number);
        this.#open--;
        resolve();
      };
      // Each of the first two waits for the other one, however slow the machine is. A third need not come: two may fill the ring.
      if (number < SURE_WRITES) this.#held.unshift(acknowledge);
      // Of the others, every third waits longest, so that later ones are acknowledged first.
      else setTimeout(acknowledge, number % 3 === 0 ? 12 : 2);
      if (number === SURE_WRITES - 1) setImmediate(() => this.#acknowledgeHeld());
    });
  }

  #acknowledgeHeld(): void {
    for (const each of this.#held) each();
  }

  async finish(): Promise<void> {}
  abort(): void {}
}

it.each([1, 2])("with %i workers has each byte once and in order", async (workers) => {
  const values = [...QUICK_WEEK, "--workers", String(workers), "--part-events", "50"];
  const file = join(fastFolder(), "events.json");
  await runHere([...values, file]);
  const { options, path } = parseRun([...values, "unused.json"]);
  const inputs = await readInputs(requestOf(options, path));
  const { engine, config, settings, model, output, codec, batchEvents } = inputs;
  const simulation = new Simulation(
    { engine, config, settings, model },
    { workers, batchEvents, encoding: output.encoding },
  );
  const broker = new Broker();
  try {
    const written = await simulation.run(new OneOutput(broker, fileContainerOf(codec)));
    const whole = readFileSync(file);
    expect(createHash("sha256").update(Buffer.concat(broker.received)).digest("hex")).toBe(
      createHash("sha256").update(whole).digest("hex"),
    );
    expect(written.bytes).toBe(whole.byteLength);
    expect(broker.mostOpen).toBeGreaterThanOrEqual(SURE_WRITES);
    expect(broker.mostOpen).toBeLessThanOrEqual(broker.mostWrites);
    expect(broker.order).not.toEqual([...broker.order].sort((one, other) => one - other));
  } finally {
    await simulation.close();
  }
});
