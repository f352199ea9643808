/** The original's priority queue: a binary heap, 1-based, with the soonest first. Swaps decide the order of equal times. */
export class Queue<T> {
  readonly #nodes: (T | undefined)[] = [undefined];

  /** @param isLater whether the first is strictly lower in the heap than the second */
  constructor(private readonly isLater: (one: T, other: T) => boolean) {}

  #at(index: number): T {
    return this.#nodes[index] as T;
  }

  #swap(one: number, other: number): void {
    [this.#nodes[one], this.#nodes[other]] = [this.#nodes[other], this.#nodes[one]];
  }

  add(node: T): void {
    this.#nodes.push(node);
    let index = this.#nodes.length - 1;
    while (index > 1 && this.isLater(this.#at(index >> 1), this.#at(index))) {
      this.#swap(index, index >> 1);
      index >>= 1;
    }
  }

  take(): T | undefined {
    const last = this.#nodes.length - 1;
    if (last === 0) return undefined;
    this.#swap(1, last);
    const taken = this.#nodes.pop();
    let index = 1;
    while (2 * index < last) {
      let child = 2 * index;
      if (child + 1 < last && this.isLater(this.#at(child), this.#at(child + 1))) child++;
      if (!this.isLater(this.#at(index), this.#at(child))) break;
      this.#swap(index, child);
      index = child;
    }
    return taken;
  }
}
