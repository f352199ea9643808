import type { Batch } from "../formats/encoder.ts";
import type { Tally } from "../manifest/tally/tally.ts";
import type { RunContainer, Written } from "./container.ts";
import type { Target } from "./target.ts";

/** A run's output whose events are counted as they pass, which an output with a manifest does itself. */
class Counted implements RunContainer {
  /** The workers cannot write past it: the counts need all batches in order. */
  readonly descriptor = undefined;
  readonly mostTakes: number | undefined;
  readonly outcome: RunContainer["outcome"];

  constructor(
    private readonly output: RunContainer,
    private readonly tally: Tally,
  ) {
    this.mostTakes = output.mostTakes;
    this.outcome = output.outcome;
  }

  get isComplete(): boolean {
    return this.output.isComplete;
  }

  get packedBytes(): number | undefined {
    return this.output.packedBytes;
  }

  get delivery(): RunContainer["delivery"] {
    return this.output.delivery;
  }

  take(batches: readonly Batch[]): Promise<void> | void {
    for (const batch of batches) this.tally.count(batch);
    return this.output.take(batches);
  }

  passes(second: number): void {
    this.output.passes?.(second);
  }

  noteWritten(all: Written): void {
    this.output.noteWritten?.(all);
  }

  finish(): Promise<void> {
    return this.output.finish();
  }

  suspend(): Promise<void> {
    return this.output.suspend?.() ?? this.output.finish();
  }

  abort(): void {
    this.output.abort();
  }
}

/** The same target, with its events counted, whether or not it has a manifest. */
export function counted(target: Target): Target {
  if (target.isCounted) return target;
  return {
    ...target,
    isCounted: true,
    open: async (started) => new Counted(await target.open(started), started.tally as Tally),
  };
}
