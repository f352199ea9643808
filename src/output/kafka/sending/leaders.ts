import type { Cluster } from "../cluster/cluster.ts";
import { explainBroker } from "../cluster/explain.ts";
import { isPassing } from "../cluster/patience.ts";
import { nameOf } from "../errors.ts";
import { pauseMs } from "../wire/pause.ts";
import type { Timers } from "./clock.ts";
import type { Partition } from "./partition.ts";

/** What parts of the sender tell it. */
export interface SenderEvents {
  /** Milliseconds in which the process ran. */
  nowMs(): number;
  /** Something may be sent that could not be before. */
  onChange(): void;
  /** Ends the run. */
  onFailure(error: unknown): void;
  /** What a person should know, and what does not end the run. */
  warn(message: string): void;
}

/** Finds out who leads the partitions, after something has failed. */
export class Leaders {
  #isRefreshing = false;

  constructor(
    private readonly cluster: Cluster,
    private readonly partitions: readonly Partition[],
    private readonly timers: Timers,
    private readonly events: SenderEvents,
  ) {}

  /** Asks the brokers, until all partitions have a leader. */
  refresh(): void {
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    this.#askAfter(1);
  }

  #askAfter(failures: number): void {
    this.timers.after(pauseMs(failures), async () => {
      const isComplete = await this.#ask();
      if (this.timers.areOver) return;
      this.#isRefreshing = !isComplete;
      if (!isComplete) this.#askAfter(failures + 1);
      this.events.onChange();
    });
  }

  /** Returns true if all partitions have a leader. */
  async #ask(): Promise<boolean> {
    try {
      const { errorCode, leaders } = await this.cluster.refresh();
      const leaderless = this.partitions.filter(({ index }) => (leaders[index] ?? -1) < 0);
      const problem = errorCode === 0 ? "no broker leads it now" : `the brokers answer ${nameOf(errorCode)}`;
      for (const partition of leaderless) partition.problem = problem;
      return leaderless.length === 0;
    } catch (error) {
      if (isPassing(error)) this.#noteProblem(error);
      else if (!this.timers.areOver) this.events.onFailure(error);
      return false;
    }
  }

  #noteProblem(error: unknown): void {
    const problem = explainBroker(this.cluster.settings, error);
    for (const partition of this.partitions) if (!partition.isEmpty) partition.problem = problem;
  }
}
