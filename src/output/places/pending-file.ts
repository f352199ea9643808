import type { Destination } from "../destinations/destination.ts";
import type { OutputFile } from "./place.ts";
import type { Slot } from "./slots.ts";

/** A file whose beginning takes a while: what is written meanwhile waits, in order. */
export class PendingFile implements OutputFile {
  #file: Destination | undefined;
  #isAborted = false;
  #underWay = 0;
  #wake: (() => void) | undefined;
  /** Resolves when all earlier writes have been passed on. */
  #turn: Promise<void>;

  constructor(
    readonly name: string,
    open: () => Promise<Destination>,
    private readonly slot: Slot,
  ) {
    this.#turn = slot
      .take()
      .then(open)
      .then((file) => {
        this.#file = file;
        if (this.#isAborted) file.abort();
      });
    this.#turn.catch(() => {}); // whoever writes next learns of it
  }

  async write(ranges: Uint8Array[]): Promise<void> {
    let written: Promise<void> | undefined;
    const passing = this.#turn.then(async () => {
      const file = this.#file as Destination;
      while (this.#underWay >= (file.mostWrites ?? 1)) await this.#next();
      this.#underWay++;
      written = Promise.resolve(file.write(ranges)).finally(() => {
        this.#underWay--;
        this.#wake?.();
      });
      written.catch(() => {}); // awaited below
    });
    this.#turn = passing;
    passing.catch(() => {}); // awaited below
    await passing;
    await written;
  }

  async finish(): Promise<void> {
    await this.#turn;
    await (this.#file as Destination).finish();
    this.slot.leave();
  }

  abort(): void {
    this.#isAborted = true;
    this.#file?.abort();
    this.slot.leave();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
