import type { HashedBytes } from "../../output/manifest/hash-worker.ts";
import type { Problem } from "../../output/manifest/verify.ts";
import { megabytes } from "../../system/figures.ts";
import { printable } from "../../system/printable.ts";
import { CLEAR_LINE, draw, REDRAW_MS } from "./progress.ts";

/** Draws progress on a terminal; returns a function that ends the drawing. */
export function drawProgress(hashedBytes: HashedBytes, totalBytes: number): () => void {
  if (process.stderr.isTTY !== true) return () => {};
  const started = performance.now();
  const timer = setInterval(() => {
    const done = Number(Atomics.load(hashedBytes, 0));
    const rate = (done / Math.max(1, performance.now() - started)) * 1000;
    const share = `${((done / Math.max(1, totalBytes)) * 100).toFixed(1)} %`;
    draw(`${share}  ${megabytes(done)}  ${megabytes(rate)}/s`);
  }, REDRAW_MS);
  return () => {
    clearInterval(timer);
    process.stderr.write(CLEAR_LINE);
  };
}

/** A line of the report, such as `damaged week/events-000003.json: has another sha256`. */
export function describeProblem({ kind, name, what }: Problem): string {
  return what === undefined ? `${kind} ${printable(name)}` : `${kind} ${printable(name)}: ${printable(what)}`;
}
