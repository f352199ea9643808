/** A piece of work for a worker. */
export type Task =
  | {
      kind: "make" | "simulate" | "place" | "move";
      chunk: number;
      sliceStart: number;
      sliceEnd: number;
      buffer: number;
    }
  /** In serial mode: fill the buffer from `first` on until it holds `limit` records or the next one is at `sliceEnd`. */
  | { kind: "fill"; buffer: number; first: number; limit: number; sliceEnd: number }
  /** The same where the placed slice is put into the order of arrival. */
  | { kind: "arrange"; buffer: number; first: number; limit: number; sliceEnd: number }
  /** `isKept`: the events are in a file that is there already, and only counted. */
  | { kind: "encode"; buffer: number; batch: number; slot: number; first: number; count: number; isKept: boolean }
  /** Nothing else is under way. */
  | { kind: "move origin" }
  | { kind: "stop" };
