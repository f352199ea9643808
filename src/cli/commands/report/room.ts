import { attainableBytes } from "../../../memory/available.ts";
import { MOST_FRAME_BYTES } from "../../../read/input.ts";
import { count } from "../../../system/figures.ts";
import type { Machine } from "../../../system/machine.ts";
import { CLEAR_LINE, draw, REDRAW_MS } from "../../report/progress.ts";

/** Resident memory of Node and the program, with what a reader decodes of ordinary files, measured with Node 20 to 26. */
const PROGRAM_BYTES = 160 << 20;
const LEAST_FRAME_BYTES = 4 << 20;
/** The share of the memory for the numbers; unpacked frames, and copies while a table grows, take the rest. */
const NUMBERS_SHARE = 0.5;

/** The most bytes for numbers, and those that a reader may unpack at once: of -Xmx, or of what the machine has. */
export function roomFor({ limit }: Machine): { meterBytes: number; mostFrameBytes: number } {
  const room = Math.max(0, (limit?.byteLength ?? attainableBytes()) - PROGRAM_BYTES);
  const forFrames = limit === undefined ? MOST_FRAME_BYTES : Math.floor(room / 4);
  return {
    meterBytes: Math.floor(room * NUMBERS_SHARE),
    mostFrameBytes: Math.min(MOST_FRAME_BYTES, Math.max(LEAST_FRAME_BYTES, forFrames)),
  };
}

/** Draws the events so far, if standard error is a terminal. */
export function drawEvents(): { draw: (events: number) => void; stop: () => void } {
  if (process.stderr.isTTY !== true) return { draw: () => {}, stop: () => {} };
  const started = performance.now();
  let drawn = started;
  return {
    draw: (events) => {
      const now = performance.now();
      if (now - drawn < REDRAW_MS) return;
      drawn = now;
      draw(`${count(events)} events  ${count(events / ((now - started) / 1000))}/s`);
    },
    stop: () => process.stderr.write(CLEAR_LINE),
  };
}
