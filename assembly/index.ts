// The kernel's exports: everything that the host may call (src/kernel/kernel.ts has the same list with types).
import "./checks";
import { makeCompatUsers } from "./compat/population";
import { makePersonTexts } from "./encode/person";
import { makePersonValues } from "./encode/person-values";
import { P_CHUNK_USERS, P_USERS, PARAMETERS } from "./layout/run";
import { prepareDayCurve, prepareLogarithms } from "./random/functions";
import { makeUsers } from "./simulate/population";

export { countCompat } from "./compat/population";
export { simulateCompat } from "./compat/run";
export { blockChecksum, blockRawBytes } from "./compress/emitter";
export { contentChecksum } from "./compress/xxhash64";
export { encodeJsonLz4, encodeMsgpackLz4 } from "./encode/blocks";
export { encodeJson, encodeMsgpack } from "./encode/plain";
export { simulateChunk } from "./simulate/chunk";
export { placeChunk, prefixSums } from "./simulate/place";
export { planArrivals } from "./simulate/population";
export { tallyRecords } from "./tally/tally";

/** Fills the fixed tables. Called once per run, after the parameters are written and before anything else. */
export function prepareTables(): void {
  prepareLogarithms();
  prepareDayCurve();
}

/** Memory is reserved for at most one of the two. */
function makeTexts(first: u32, end: u32): void {
  makePersonTexts(first, end);
  makePersonValues(first, end);
}

/** Makes the chunk's users, and their texts where there is room for them. */
export function makeChunk(chunk: u32): void {
  const chunkUsers = load<u32>(PARAMETERS, P_CHUNK_USERS);
  const first = chunk * chunkUsers;
  const end = min<u32>(first + chunkUsers, load<u32>(PARAMETERS, P_USERS));
  makeUsers(first, end);
  makeTexts(first, end);
}

/** The same for all users of the original's engine, which makes them in its own order. */
export function makeCompat(): void {
  makeCompatUsers();
  makeTexts(0, load<u32>(PARAMETERS, P_USERS));
}
