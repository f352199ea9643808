import type { Codec } from "../codecs/codec.ts";
import { Concatenation } from "./concatenation.ts";
import type { OpenFileContainer } from "./container.ts";
import { FootedFile } from "./footed-file.ts";
import { Frame } from "./frame.ts";

/** The structures of files, by name. A codec determines which one its files have. */
export const FILE_CONTAINERS = {
  /** A start, unchanged ranges, an end. */
  concatenation: (codec) => (put) => new Concatenation(codec, put),
  /** A start, unchanged ranges, a footer with their places. */
  footed: (codec) => (put) => new FootedFile(codec.openFooting!(), put),
  /** One frame, compressed on the writing thread. */
  frame: (codec) => (put, before) => new Frame(codec, put, before),
} as const satisfies Record<string, (codec: Codec) => OpenFileContainer>;

/** Returns the structure of files with this codec. */
export function fileContainerOf(codec: Codec): OpenFileContainer {
  if (codec.openFooting !== undefined) return FILE_CONTAINERS.footed(codec);
  return FILE_CONTAINERS[codec.openFrame === undefined ? "concatenation" : "frame"](codec);
}
