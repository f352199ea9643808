import { COLLECTOR_FLAGS } from "./collector-flags.ts";
import { type Flag, numeric } from "./flag.ts";
import { MEMORY_FLAGS } from "./memory-flags.ts";
import { OTHER_FLAGS } from "./other-flags.ts";

const PROCESSOR_FLAGS = numeric("intx", 0, 128, [
  ["ActiveProcessorCount", "0", "number of workers, unless --workers sets it (0: the cores)"],
]);

/** The flags that a configuration may set: it may come from a stranger, so none that names a command or a file, prints or ends the run. */
const MACHINE_FLAGS: readonly Flag[] = [...MEMORY_FLAGS, ...COLLECTOR_FLAGS, ...PROCESSOR_FLAGS];

/** Every flag that is known here, in the order of their names. */
export const FLAGS: ReadonlyMap<string, Flag> = new Map(
  [...MACHINE_FLAGS, ...OTHER_FLAGS]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((flag) => [flag.name, flag]),
);

/** The flags among them that a configuration may set. Texts are not: they could become paths or commands. */
export const FLAGS_FOR_CONFIGURATIONS: ReadonlySet<string> = new Set(
  MACHINE_FLAGS.filter(({ kind }) => kind !== "ccstr" && kind !== "ccstrlist").map(({ name }) => name),
);
