import { COLLECTOR_FLAGS } from "./collector-flags.ts";
import type { Flag } from "./flag.ts";
import { MEMORY_FLAGS } from "./memory-flags.ts";
import { OTHER_FLAGS } from "./other-flags.ts";

/** Every flag that is known here, in the order of their names. */
export const FLAGS: ReadonlyMap<string, Flag> = new Map(
  [...MEMORY_FLAGS, ...COLLECTOR_FLAGS, ...OTHER_FLAGS]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((flag) => [flag.name, flag]),
);
