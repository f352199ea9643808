// Compares MessagePack with the lines of JSON for the same events.
import { Encoder } from "@msgpack/msgpack";
import { expect } from "vitest";
import { FIELDS } from "../../../src/schema/fields.ts";

type Event = Record<string, unknown>;

const DOUBLES: ReadonlySet<string> = new Set(FIELDS.filter(({ type }) => type === "double").map(({ name }) => name));

const encoder = new Encoder();
const doubleEncoder = new Encoder({ forceIntegerToFloat: true });

/**
 * Encodes a line with another encoder, which also takes the smallest type for each integer. Doubles stay doubles, even
 * if they are whole or a string in JSON.
 */
export function encodeLine(line: string): Buffer {
  const event = JSON.parse(line) as Event;
  const keys = Object.keys(event);
  const header = keys.length < 16 ? [0x80 | keys.length] : [0xde, 0, keys.length];
  const entries = keys.flatMap((key) => [
    encoder.encode(key),
    DOUBLES.has(key) ? doubleEncoder.encode(Number(event[key])) : encoder.encode(event[key]),
  ]);
  return Buffer.concat([Uint8Array.from(header), ...entries]);
}

/** Throws at the first event that differs from another encoder's output for its line. */
export function expectSameBytes(lines: string[], msgpack: Buffer): void {
  let at = 0;
  for (const line of lines) {
    const expected = encodeLine(line);
    const actual = msgpack.subarray(at, at + expected.length);
    if (!actual.equals(expected)) throw new Error(`at byte ${at}: ${actual.toString("latin1")}\ninstead of ${line}`);
    at += expected.length;
  }
  expect(at).toBe(msgpack.length);
}
