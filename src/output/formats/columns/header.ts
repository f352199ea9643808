import * as layout from "../../../../assembly/layout/columns.ts";
import { DICTIONARY_NAMES, type DictionaryName } from "../../../model/columns/dictionaries.ts";
import type { GroupPlaces } from "./places.ts";
import type { Shape } from "./shape.ts";

/** Returns where a dictionary's words are in a group's header. */
export function dictionaryOffset(name: DictionaryName): number {
  return layout.GROUP_DICTIONARIES + DICTIONARY_NAMES.indexOf(name) * layout.DICTIONARY_BYTES;
}

/** Writes the header of a worker's row group: the addresses of its regions and of the model's tables. */
export function putGroup(view: DataView, places: GroupPlaces, shape: Shape): void {
  const put = (offset: number, value: number) => view.setUint32(places.group + offset, value, true);
  put(layout.GROUP_PLACES, places.places);
  put(layout.GROUP_SESSIONS, places.sessions);
  put(layout.GROUP_USERS, places.users);
  put(layout.GROUP_SHOWN_USERS, places.shownUsers);
  put(layout.GROUP_USER_ROWS, places.userRows);
  put(layout.GROUP_SONG_ROWS, places.songRows);
  put(layout.GROUP_USED_SONGS, places.usedSongs);
  put(layout.GROUP_USED_STATES, places.usedStates);
  put(layout.GROUP_STATE_ROWS, shape.states.rows);
  put(layout.GROUP_REGISTRATIONS, places.registrations);
  put(layout.GROUP_REGISTRATION_SLOTS, places.registrationSlots);
  put(layout.GROUP_NEXT_SESSION, 1);
  put(layout.GROUP_NEXT_USER, 1);
  for (const name of DICTIONARY_NAMES) {
    const { ranks, count } = shape.dictionaries[name];
    const { marks, numbers, entries } = places.dictionaries[name];
    put(dictionaryOffset(name) + layout.DICTIONARY_RANKS, ranks);
    put(dictionaryOffset(name) + layout.DICTIONARY_COUNT, count);
    put(dictionaryOffset(name) + layout.DICTIONARY_MARKS, marks);
    put(dictionaryOffset(name) + layout.DICTIONARY_NUMBERS, numbers);
    put(dictionaryOffset(name) + layout.DICTIONARY_ENTRIES, entries);
  }
}
