import { createHash } from "node:crypto";

const SUM_LENGTH = 64;

function sumOf(parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** Serializes a checksum of the rest, a JSON value in one line, and bytes. */
export function seal(head: unknown, body: Uint8Array): Uint8Array[] {
  const line = Buffer.from(` ${JSON.stringify(head)}\n`);
  return [Buffer.from(sumOf([line, body])), line, body];
}

/** Returns both. Throws if the file is damaged. */
export function unseal(bytes: Buffer): { head: unknown; body: Uint8Array } {
  const rest = bytes.subarray(SUM_LENGTH);
  if (bytes.subarray(0, SUM_LENGTH).toString("latin1") !== sumOf([rest])) throw new Error("its checksum is wrong");
  const end = rest.indexOf(10);
  return { head: JSON.parse(rest.subarray(0, end).toString()), body: rest.subarray(end + 1) };
}
