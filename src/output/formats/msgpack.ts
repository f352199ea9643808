import { rowFormat } from "./rows.ts";

/** A map an event, one after the other (https://github.com/msgpack/msgpack/blob/master/spec.md). */
export const msgpack = rowFormat([".msgpack", ".mpk"], { plain: "encodeMsgpack", lz4: "encodeMsgpackLz4" });
