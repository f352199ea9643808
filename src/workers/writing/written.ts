import { getSystemErrorMap } from "node:util";
import type { Written } from "../../output/containers/container.ts";
import type { Batch } from "../../output/formats/encoder.ts";

/** Turns an error number into Node's own error; undefined if the descriptor only was not ready. */
export function systemError(errno: number): Error | undefined {
  const [code, text] = getSystemErrorMap().get(errno) ?? ["EAGAIN"];
  if (code === "EAGAIN") return undefined;
  return Object.assign(new Error(`${code}: ${text}, write`), { code, errno, syscall: "write" });
}

/** Adds batches to the totals. */
export function addTo(written: Written, batches: readonly Batch[]): void {
  for (const { byteLength, rawBytes, events, lastSecond, ranges } of batches) {
    written.bytes += byteLength;
    written.rawBytes += rawBytes;
    written.events += events;
    if (ranges.length === 0) written.keptEvents += events;
    written.seconds = lastSecond;
  }
}
