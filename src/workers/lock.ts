const FREE = 0;
const HELD = 1;
const WAITED_FOR = 2;

/**
 * A futex lock over one word of shared memory. Held for a few hundred nanoseconds at a time. Part of the hot path, and smaller than a
 * library's call: Node's own `Atomics` do the work.
 */
export class Lock {
  constructor(
    private readonly words: Int32Array,
    private readonly index: number,
  ) {}

  acquire(): void {
    if (Atomics.compareExchange(this.words, this.index, FREE, HELD) === FREE) return;
    while (Atomics.exchange(this.words, this.index, WAITED_FOR) !== FREE) {
      Atomics.wait(this.words, this.index, WAITED_FOR);
    }
  }

  release(): void {
    if (Atomics.exchange(this.words, this.index, FREE) === WAITED_FOR) Atomics.notify(this.words, this.index, 1);
  }
}
