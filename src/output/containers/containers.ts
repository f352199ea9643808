import type { Codec } from "../codecs/codec.ts";
import { Concatenation } from "./concatenation.ts";
import type { OpenFileContainer } from "./container.ts";
import { Frame } from "./frame.ts";

/** The structures of files, by name. A codec determines which one its files have. */
export const FILE_CONTAINERS = {
  /** A start, unchanged ranges, an end. */
  concatenation: (codec) => (put) => new Concatenation(codec, put),
  /** What the format makes of it, with a footer. */
  own: (codec) => codec.openFile!,
  /** One frame, compressed on the writing thread. */
  frame: (codec) => (put, before) => new Frame(codec, put, before),
} as const satisfies Record<string, (codec: Codec) => OpenFileContainer>;

/** Returns the structure of files with this codec. */
export function fileContainerOf(codec: Codec): OpenFileContainer {
  if (codec.openFile !== undefined) return FILE_CONTAINERS.own(codec);
  return FILE_CONTAINERS[codec.openFrame === undefined ? "concatenation" : "frame"](codec);
}
