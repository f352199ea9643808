import { spawnSync } from "node:child_process";
import { expect } from "vitest";
import type { Codec, CodecOptions } from "../../../src/output/codecs/codec.ts";
import { CODECS, type CodecName } from "../../../src/output/codecs/codecs.ts";

import { lastBatch } from "../../../src/output/formats/rows.ts";
import { KernelRun, smallInputs } from "./kernel-run.ts";

export const ENCODERS = {
  json: { plain: "encodeJson", lz4: "encodeJsonLz4" },
  msgpack: { plain: "encodeMsgpack", lz4: "encodeMsgpackLz4" },
} as const;
/** The formats that can be emitted as LZ4. */
export type EmittedFormat = keyof typeof ENCODERS;
export const inputs = smallInputs({ tag: "codecs" });

export interface Output {
  /** The file that a codec makes of a run in batches of some events, and its content. */
  file: Buffer;
  text: Buffer;
  batches: number;
  codec: Codec;
}

/** Makes such a file as the workers do. */
export async function writeFile(
  name: CodecName,
  options: CodecOptions = {},
  format: EmittedFormat = "json",
): Promise<Output> {
  const codec = CODECS[name].open(options);
  const run = await KernelRun.open(inputs, { format, emitsLz4: codec.emitsLz4 }, 300);
  const { memory } = run.opened;
  const bytes = Buffer.from(memory.buffer);
  const address = run.opened.plan.slots + codec.headroomBytes;
  const texts: Buffer[] = [];
  const pieces: Uint8Array[] = [codec.fileStart];
  run.eachBatch((first, count) => {
    const text = run.encode(run.kernel[ENCODERS[format].plain], first, count);
    const encoder = run.kernel[ENCODERS[format][codec.emitsLz4 ? "lz4" : "plain"]];
    const byteLength = (encoder(0, 0, first, count, address) >>> 0) - address;
    const { rawBytes, checksum } = lastBatch(run.kernel, 0, codec, { address, byteLength });
    const done = codec.finish({ memory: bytes, events: count, address, byteLength, rawBytes, checksum });
    expect(codec.headroomBytes + done.byteLength).toBeLessThanOrEqual(codec.boundBytes(rawBytes) + codec.headroomBytes);
    pieces.push(Buffer.from(bytes.subarray(done.address, done.address + done.byteLength)));
    texts.push(text);
  });
  pieces.push(codec.fileEnd);
  expect(texts.length).toBeGreaterThan(3);
  return { file: Buffer.concat(pieces), text: Buffer.concat(texts), batches: texts.length, codec };
}

/** Returns a program's output for an input; undefined if the program is missing. */
export function filter(command: string, input: Buffer): Buffer | undefined {
  const { error, status, stdout, stderr } = spawnSync(command, ["-dc"], { input, maxBuffer: 1 << 28 });
  if (error) return undefined;
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
  return stdout;
}

export const has = (command: string) => !spawnSync(command, ["--version"]).error;
/** Incompressible bytes: the upper ones of a linear congruential generator. */
export function noise(length: number): Buffer {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state >>> 24;
  };
  return Buffer.from(Array.from({ length }, next));
}
