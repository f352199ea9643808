import { builtinSongs } from "../../catalog/builtin.ts";
import { DEFAULT_DAYS } from "../../predict/predict.ts";
import { type Durations, durationsOf } from "../../predict/times/length.ts";
import { whole } from "../../system/values.ts";

const MOST_DAYS = 3660;

/** The option by which a command line says for how many days to predict. */
export const DAYS_OPTION = [
  "--days <count>",
  `days to predict (default: ${DEFAULT_DAYS})`,
  whole(1, MOST_DAYS),
] as const;

/** How long the songs of the built-in catalog are, which configurations are solved with. */
export function builtinDurations(): Durations {
  return durationsOf(builtinSongs());
}
