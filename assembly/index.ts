// The kernel's door: everything that the host may call (src/kernel/kernel.ts has the same list with types).
import "./checks";
import { prepareDayCurve, prepareLogarithms } from "./random/functions";

export { countCompat, makeCompat } from "./compat/population";
export { simulateCompat } from "./compat/run";
export { blockChecksum } from "./compress/checksum";
export { blockRawBytes } from "./compress/emitter";
export { encodeJson } from "./encode/json";
export { encodeJsonLz4 } from "./encode/json-lz4";
export { encodeMsgpack } from "./encode/msgpack";
export { encodeMsgpackLz4 } from "./encode/msgpack-lz4";
export { makePersonTexts } from "./encode/person";
export { simulateChunk } from "./simulate/chunk";
export { placeChunk, prefixSums } from "./simulate/place";
export { makeChunk, planArrivals } from "./simulate/population";
export { tallyRecords } from "./tally/tally";

/** Fills the fixed tables. Once a run, after the parameters are written and before anything else. */
export function prepareTables(): void {
  prepareLogarithms();
  prepareDayCurve();
}
