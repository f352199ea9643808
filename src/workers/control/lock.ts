const FREE = 0;
const HELD = 1;
const WAITED_FOR = 2;

/**
 * A futex lock on one word of shared memory, held for a few hundred nanoseconds at a time. Own code, because it is part
 * of the hot path and smaller than a call into a library: Node's `Atomics` do the work.
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
