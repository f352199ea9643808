import { getSystemErrorMap } from "node:util";
import type { RunContainer, Written } from "../../output/containers/container.ts";
import type { Batch } from "../../output/formats/encoder.ts";

/** Turns an error number into Node's own error; undefined if the descriptor only was not ready. */
export function systemError(errno: number): Error | undefined {
  const [code, text] = getSystemErrorMap().get(errno) ?? ["EAGAIN"];
  if (code === "EAGAIN") return undefined;
  return Object.assign(new Error(`${code}: ${text}, write`), { code, errno, syscall: "write" });
}

export function totalOf(batches: readonly Batch[]): Written {
  const total: Written = { events: 0, keptEvents: 0, rawBytes: 0, bytes: 0, seconds: 0 };
  addTo(total, batches);
  return total;
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

/** Returns the total with these batches; their bytes are an estimate if the container changes them. */
export function attemptedWith(
  batches: readonly Batch[],
  written: Written,
  { packedBytes }: Pick<RunContainer, "packedBytes">,
): Written {
  const attempted = { ...written };
  addTo(attempted, batches);
  const sum = batches.reduce((total, { byteLength }) => total + byteLength, 0);
  const isPacked = packedBytes !== undefined && written.rawBytes !== 0;
  attempted.bytes = written.bytes + (isPacked ? (sum * packedBytes) / written.rawBytes : sum);
  return attempted;
}
