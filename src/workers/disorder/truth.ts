import { writeSync } from "node:fs";
import {
  DISORDER_TRUTH_COUNT,
  FATE_BURST,
  FATE_DUPLICATE,
  FATE_LATE,
  FATE_LOST,
  FATE_OUTAGE,
  TRUTH_ARRIVAL,
  TRUTH_BYTES,
  TRUTH_FATE,
  TRUTH_ITEM,
  TRUTH_SESSION,
  TRUTH_TIME,
  TRUTH_USER,
} from "../../../assembly/layout/disorder.ts";
import type { DisorderPlan } from "../../memory/disorder.ts";
import { Origin } from "../../memory/origin/origin.ts";
import { writeError } from "../../output/destinations/errors.ts";
import { printable } from "../../system/printable.ts";

/** What workers need to list the events that are delayed, doubled or lost. */
export interface TruthJob {
  descriptor: number;
  /** For messages. */
  path: string;
  plan: Pick<DisorderPlan, "block" | "truth">;
  /** Start of the window, in milliseconds since 1970. */
  startMs: number;
  /** The id of the first user in memory, and the distance between two. */
  firstUserId: number;
  stride: number;
}

/** A session's id is its user's, then its number in six digits. */
const SESSIONS_OF_USER = 1_000_000;
/** Lines that are joined for each write. */
const PIECE_LINES = 4096;

const FATES: Readonly<Record<number, string>> = {
  [FATE_LATE]: "late",
  [FATE_DUPLICATE]: "duplicate",
  [FATE_LOST]: "lost",
  [FATE_OUTAGE]: "outage",
  [FATE_BURST]: "burst",
};

/** Writes what the kernel tells as lines of JSON, in the order in which the events happen. */
export class TruthWriter {
  readonly #view: DataView;
  readonly #origin: Origin;

  constructor(
    memory: WebAssembly.Memory,
    private readonly job: TruthJob,
  ) {
    this.#view = new DataView(memory.buffer);
    this.#origin = new Origin(memory);
  }

  /** Writes all entries, and frees their room. */
  write(): void {
    const { block, truth } = this.job.plan;
    const count = this.#view.getUint32(block + DISORDER_TRUTH_COUNT, true);
    for (let first = 0; first < count; first += PIECE_LINES) {
      let text = "";
      for (let index = first; index < Math.min(count, first + PIECE_LINES); index++)
        text += this.#lineOf(truth + index * TRUTH_BYTES);
      this.#put(Buffer.from(text, "latin1"));
    }
    this.#view.setUint32(block + DISORDER_TRUTH_COUNT, 0, true);
  }

  #lineOf(entry: number): string {
    const { firstUserId, stride } = this.job;
    const startMs = this.job.startMs + this.#origin.seconds * 1000;
    const word = (offset: number) => this.#view.getUint32(entry + offset, true);
    const userId = firstUserId + word(TRUTH_USER) * stride;
    const sessionId = userId * SESSIONS_OF_USER + word(TRUTH_SESSION);
    const fate = word(TRUTH_FATE);
    const arrival = fate === FATE_LOST ? "" : `,"arrival":${startMs + word(TRUTH_ARRIVAL) * 1000}`;
    const name = `"userId":"${userId}","sessionId":${sessionId},"itemInSession":${word(TRUTH_ITEM)}`;
    return `{"ts":${startMs + word(TRUTH_TIME) * 1000},${name},"what":"${FATES[fate]}"${arrival}}\n`;
  }

  #put(bytes: Buffer): void {
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.job.descriptor, bytes, written);
    } catch (error) {
      throw writeError(`--truth ${printable(this.job.path)}`, error);
    }
  }
}
