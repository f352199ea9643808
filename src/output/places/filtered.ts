import { Filters, MOST_WRITES } from "../destinations/filter.ts";
import type { Place } from "./place.ts";

/** Commands that may take the rest of their files while the next file is written. */
const MOST_CLOSING = 3;

/** Journal and manifest lie in a folder of this machine; the files of events go into a command each. */
export function filteredPlace(local: Place, command: string): Place {
  const filters = new Filters(command);
  return {
    ...local,
    mostClosing: MOST_CLOSING,
    mostWrites: MOST_WRITES,
    trustsJournal: true,
    openEvents: (name) => filters.open(name),
    leave() {
      filters.leave();
      return local.leave();
    },
  };
}
