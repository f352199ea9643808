import { residentBytes } from "../../memory/available.ts";
import type { Budget } from "../../memory/budget.ts";
import type { MemoryPlan } from "../../memory/plan.ts";
import { Collections } from "./collections.ts";
import { inM, Log, type LogChannel } from "./log.ts";

const ASK_MS = 100;
/** Smaller growth is not logged. */
const GROWTH_BYTES = 2 ** 20;

/** Logs the main isolate's collections, and how the process's memory grows. */
export class MainWatch {
  readonly #log: Log;
  readonly #collections: Collections;
  readonly #timer: NodeJS.Timeout;
  /** The text after each size. */
  readonly #limits: string;
  #toldBytes = 0;

  constructor(channel: LogChannel, { plan, budget }: { plan: MemoryPlan; budget: Budget }) {
    this.#log = new Log(channel);
    const { byteLength } = budget.limit;
    this.#limits = `(${inM(byteLength)}) shared at most ${inM(plan.addressBytes)}`;
    this.#collections = new Collections(this.#log, "main");
    this.#log.write(
      "gc,init",
      `Limit ${inM(byteLength)}, isolates ${inM(budget.isolateBytes)}, shared memory at most ${inM(plan.addressBytes)}`,
    );
    this.#tell();
    this.#timer = setInterval(() => this.#tell(), ASK_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#tell();
  }

  #tell(): void {
    this.#collections.tell();
    const resident = residentBytes();
    if (resident - this.#toldBytes < GROWTH_BYTES) return;
    this.#log.write("gc,memory", `Resident ${inM(this.#toldBytes)}->${inM(resident)}${this.#limits}`);
    this.#toldBytes = resident;
  }
}
