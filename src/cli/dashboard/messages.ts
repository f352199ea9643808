import type { Songs } from "../../catalog/types.ts";
import type { State } from "../../config/types.ts";
import type { TallyPlan } from "../../memory/tally.ts";
import type { Written } from "../../output/containers/container.ts";
import type { ReportHeader } from "../../report/model.ts";

// What the main thread and the thread of the dashboard tell each other.

/** A run begins to write. Its counts are in the memory that both threads have. */
export interface Watched {
  kind: "run";
  memory: WebAssembly.Memory;
  plan: TallyPlan;
  states: readonly State[];
  songs: Pick<Songs, "artist" | "title">;
  header: ReportHeader;
  /** Start of the window, in milliseconds since 1970. */
  startMs: number;
  windowSeconds: number;
}

/** What the writer knows. `past` has the hours that the memory no longer has. */
export interface Progress {
  kind: "progress";
  written: Written;
  past: readonly BigUint64Array<ArrayBuffer>[];
}

/** The run has ended, and with it the dashboard. */
export interface End {
  kind: "end";
  /** False if it was stopped, or failed. */
  isWhole: boolean;
}

export type ToDashboard = Watched | Progress | End;

/** The server listens, it cannot, or it has told everybody that the run has ended. */
export type FromDashboard =
  | { kind: "open"; port: number }
  | { kind: "failed"; code: string | undefined; message: string }
  | { kind: "ended" };
