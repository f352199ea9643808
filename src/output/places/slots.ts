/** The place of a file among those that are under way. */
export class Slot {
  #state: "waiting" | "taken" | "left" = "waiting";

  constructor(private readonly slots: Slots) {}

  /** Resolves when the file may begin. Throws if it was left before. */
  async take(): Promise<void> {
    await this.slots.take();
    if (this.#state === "waiting") this.#state = "taken";
    else {
      this.slots.leave();
      throw new Error("the file was aborted before it began");
    }
  }

  /** Lets another file begin. Safe more than once, and before the file has begun. */
  leave(): void {
    if (this.#state === "taken") this.slots.leave();
    this.#state = "left";
  }
}

/** Lets a number of files be under way at a time. The others wait, in order. */
export class Slots {
  readonly #waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /** Returns the place of another file. */
  next(): Slot {
    return new Slot(this);
  }

  /** Resolves when a place is free. Whoever has taken it calls `leave` once. */
  async take(): Promise<void> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.free++;
    else next();
  }
}
