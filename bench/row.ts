/** The result of a row. */
export interface Measured {
  /** Text for the table. */
  measured: string;
  /** Whether the floor is met; undefined if there is none. */
  met?: boolean;
  /** Sizes, medians and hashes. Names end with their units. */
  facts: Record<string, number | string>;
  /** Every sample, in the order of rounds. */
  samples: Record<string, number[]>;
}

/** The reason why a row could not be measured here. */
export interface Skipped {
  skipped: string;
}

/** A line of the table. */
export interface Row {
  /** For `--only`, in kebab case. */
  name: string;
  what: string;
  /** The project's promise, on two cores; undefined if the row only informs. */
  floor?: string;
  measure(bench: Bench): Promise<Measured | Skipped>;
}

/** The amount of work of a row: in full, and in a test of the bench itself. */
export interface Size {
  users: number;
  smokeUsers: number;
  /** 0 if the row's extent is given otherwise. */
  events: number;
  smokeEvents: number;
  rounds: number;
}

/** Options of the bench. */
export interface Bench {
  smoke: boolean;
  users?: number;
  events?: number;
  rounds?: number;
  /** Folder for large files; empty, and removed at the end. */
  folder: string;
}

/** Returns the size of a row in this call. */
export function sizeOf(bench: Bench, size: Size): { users: number; events: number; rounds: number } {
  return {
    users: bench.users ?? (bench.smoke ? size.smokeUsers : size.users),
    events: bench.events ?? (bench.smoke ? size.smokeEvents : size.events),
    rounds: bench.rounds ?? (bench.smoke ? 1 : size.rounds),
  };
}

/** Formats a rate. */
export function millions(perSecond: number): string {
  return `${(perSecond / 1e6).toFixed(1)} M events/s`;
}
