import type { Batch } from "../../output/formats/encoder.ts";

/** Batches that were passed to a container together. */
interface Group {
  first: number;
  batches: readonly Batch[];
  isAcknowledged: boolean;
}

/**
 * Tracks groups that were passed to the container and are not acknowledged. Acknowledgements arrive in any order; the
 * run advances past a group once it and all groups before it are acknowledged.
 */
export class UnderWay {
  readonly #groups: Group[] = [];
  #failure: { error: unknown } | undefined;
  #wake: (() => void) | undefined;

  /**
   * @param free called when the group's memory may be reused
   * @param advance called when the group and all before it are acknowledged
   */
  constructor(
    private readonly free: (first: number, count: number) => void,
    private readonly advance: (first: number, batches: readonly Batch[]) => void,
  ) {}

  /** Number of groups that are not acknowledged, or follow one that is not. */
  get count(): number {
    return this.#groups.length;
  }

  /** The batches of all these groups, in order. */
  get batches(): Batch[] {
    return this.#groups.flatMap(({ batches }) => batches);
  }

  /** @param pending the container's acknowledgement; undefined if it has acknowledged already */
  add(first: number, batches: readonly Batch[], pending: Promise<void> | undefined): void {
    const group = { first, batches, isAcknowledged: false };
    this.#groups.push(group);
    if (pending === undefined) this.#acknowledge(group);
    pending?.then(
      () => this.#acknowledge(group),
      (error: unknown) => {
        this.#failure ??= { error };
        this.#wake?.();
      },
    );
  }

  /** Throws the error of a container or destination, if any. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Resolves at the next acknowledgement, or when `others` does. */
  async next(others?: Promise<unknown>): Promise<void> {
    this.check();
    const acknowledged = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await (others === undefined ? acknowledged : Promise.race([acknowledged, others]));
    this.#wake = undefined;
    this.check();
  }

  #acknowledge(group: Group): void {
    group.isAcknowledged = true;
    this.free(group.first, group.batches.length);
    while (this.#groups[0]?.isAcknowledged) {
      const { first, batches } = this.#groups.shift() as Group;
      this.advance(first, batches);
    }
    this.#wake?.();
  }
}
