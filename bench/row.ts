/** What a row found. */
export interface Measured {
  /** For the table. */
  measured: string;
  /** Whether the floor is met; undefined where there is none. */
  met?: boolean;
  /** Numbers behind it: sizes, medians, hashes. Names end with their units. */
  facts: Record<string, number | string>;
  /** Every sample, in the order of rounds. */
  samples: Record<string, number[]>;
}

/** Why a row could not be measured here. */
export interface Skipped {
  skipped: string;
}

/** One line of the table. */
export interface Row {
  /** For `--only`, in kebab case. */
  name: string;
  what: string;
  /** What the project promises, on two cores; undefined where the row only informs. */
  floor?: string;
  measure(bench: Bench): Promise<Measured | Skipped>;
}

/** How much work a row does: whole, and as a test of the bench itself. */
export interface Size {
  users: number;
  smokeUsers: number;
  /** 0 where the row's extent is given otherwise. */
  events: number;
  smokeEvents: number;
  rounds: number;
}

/** How the bench was called. */
export interface Bench {
  smoke: boolean;
  users?: number;
  events?: number;
  rounds?: number;
  /** For large files; empty, removed at the end. */
  folder: string;
}

/** The size of a row in this call. */
export function sizeOf(bench: Bench, size: Size): { users: number; events: number; rounds: number } {
  return {
    users: bench.users ?? (bench.smoke ? size.smokeUsers : size.users),
    events: bench.events ?? (bench.smoke ? size.smokeEvents : size.events),
    rounds: bench.rounds ?? (bench.smoke ? 1 : size.rounds),
  };
}

/** A rate for people. */
export function millions(perSecond: number): string {
  return `${(perSecond / 1e6).toFixed(1)} M events/s`;
}
