import type { Batch } from "../output/formats/encoder.ts";

/** Batches that a container was given at once. */
interface Group {
  first: number;
  batches: readonly Batch[];
  isAcknowledged: boolean;
}

/**
 * What was handed to the container and is not acknowledged yet. Acknowledgements come in any order; the run advances by those that
 * have nothing open before them.
 */
export class UnderWay {
  readonly #groups: Group[] = [];
  #failure: { error: unknown } | undefined;
  #wake: (() => void) | undefined;

  /**
   * @param free the group's memory may be used again
   * @param advance the group and all before it are acknowledged
   */
  constructor(
    private readonly free: (first: number, count: number) => void,
    private readonly advance: (first: number, batches: readonly Batch[]) => void,
  ) {}

  /** Groups that are not acknowledged, or wait for one that is not. */
  get count(): number {
    return this.#groups.length;
  }

  /** The batches of all of them, in order. */
  get batches(): Batch[] {
    return this.#groups.flatMap(({ batches }) => batches);
  }

  /** @param pending of the container; acknowledged already without it */
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

  /** Throws what a container or destination has said. */
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
