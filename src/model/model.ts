import {
  FRAGMENT_ADDRESS,
  FRAGMENT_BYTES,
  FRAGMENT_LENGTH,
  LIST_AUTHS,
  LIST_BYTES,
  LIST_FIRST_NAMES,
  LIST_LAST_NAMES,
  LIST_LEVELS,
  LIST_LOCATIONS,
  LIST_SONGS,
  LIST_STARTS,
  LIST_USER_AGENTS,
  SECONDS_LIMIT,
  STATE_BYTES,
  STATE_CHURNED,
  STATE_FRAGMENT,
  STATE_FRAGMENT_BYTES,
  STATE_KIND,
  STATE_PAIR,
  STATE_SHOWN,
  STATE_SPLITS,
  TABLES_END,
} from "../../assembly/layout.ts";
import type { Catalog } from "../catalog/types.ts";
import type { Settings } from "../config/settings.ts";
import type { Config, State } from "../config/types.ts";
import { UsageError } from "../errors.ts";
import { type Dialect, dialectOf } from "./dialect.ts";
import { type Emission, putEmission } from "./emission.ts";
import { FORMATS, type Format, type FormatName } from "./formats.ts";
import {
  type FragmentTable,
  type PersonFragments,
  putPersonFragments,
  putSongFragments,
  putStateFragments,
  putTails,
} from "./fragments.ts";
import { Image } from "./image.ts";
import { reserveLists, sumOf } from "./lists.ts";
import { type Pair, Pairs } from "./pairs.ts";
import { collectStates, type StateTable } from "./transitions.ts";

const IMAGE_BASE = Math.ceil(TABLES_END / 64) * 64;
/** Names, places and agents are kept as 16-bit indexes in a user's line. */
const PERSON_TABLE_LIMIT = 65536;
/** ts, user id, session id, item, registration and the text between them, with room to spare. */
const NUMBERS_BYTES = 128;
/** Digits and sign. */
const TIMESTAMP_BYTES = 21;

/** The tables of a run, as an image of the memory from its base on, and where each table stands in it. */
export interface Model {
  /** By number. */
  stateTable: readonly State[];
  image: Image;
  states: number;
  guide: number;
  lists: number;
  durations: number;
  /** 0 without similar songs. */
  similarLists: number;
  days: number;
  dayCount: number;
  startDay: number;
  tails: number;
  songs: number;
  songCount: number;
  persons: PersonFragments;
  levelCount: number;
  newUserPair: number;
  /** The auth and the level of a pair's number. */
  pairAt(pair: number): Pair;
  /** No line is longer. */
  longestLineBytes: number;
  /** The longest text of a person in lines of JSON that are written as they are. */
  longestPersonBytes?: number;
  /** Where LZ4 is emitted. */
  emission?: Emission;
}

/** What the texts are prepared for. */
export interface ModelFormat {
  format?: FormatName;
  emitsLz4?: boolean;
}

function putStates(
  image: Image,
  format: Format,
  config: Config,
  table: StateTable,
  pairs: Pairs,
  splits: number[],
  dialect: Dialect,
): { address: number; fragments: FragmentTable } {
  const fragments = putStateFragments(image, format, table.states);
  const source = new DataView(image.bytes().buffer, image.bytes().byteOffset);
  const address = image.reserve(table.states.length * STATE_BYTES, 64);
  table.states.forEach((state, index) => {
    const fragment = fragments.address - image.base + index * FRAGMENT_BYTES;
    const entry = address + index * STATE_BYTES;
    image.setWord(entry + STATE_KIND, dialect.kindOf(state, config));
    image.setWord(entry + STATE_PAIR, pairs.of(state));
    image.setWord(entry + STATE_CHURNED, state.auth === config.churnedAuth ? 1 : 0);
    image.setWord(entry + STATE_SPLITS, splits[index] as number);
    image.setWord(entry + STATE_SHOWN, config.showUserDetails.get(state.auth) ? 1 : 0);
    image.setWord(entry + STATE_FRAGMENT, source.getUint32(fragment + FRAGMENT_ADDRESS, true));
    image.setWord(entry + STATE_FRAGMENT_BYTES, source.getUint16(fragment + FRAGMENT_LENGTH, true));
  });
  return { address, fragments };
}

/** Weighted lists of the population, and of the session starts of each pair that has any. */
function putLists(
  image: Image,
  config: Config,
  catalog: Catalog,
  table: StateTable,
  pairs: Pairs,
  dialect: Dialect,
): number {
  const { origin } = catalog;
  const lists = reserveLists(image, LIST_STARTS + pairs.count);
  const put = (list: number, what: string, weights: ArrayLike<number>, values?: ArrayLike<number>) =>
    dialect.putList(image, lists + list * LIST_BYTES, weights, values, what);
  put(
    LIST_AUTHS,
    config.file,
    config.auths.map(({ weight }) => weight),
    config.auths.map(({ auth }) => pairs.auths.indexOf(auth)),
  );
  put(
    LIST_LEVELS,
    config.file,
    config.levels.map(({ weight }) => weight),
    config.levels.map(({ level }) => pairs.levels.indexOf(level)),
  );
  put(LIST_FIRST_NAMES, origin.firstNames, catalog.firstNames.weight);
  put(LIST_LAST_NAMES, origin.lastNames, catalog.lastNames.weight);
  put(LIST_LOCATIONS, origin.locations, catalog.locations.weight);
  put(LIST_USER_AGENTS, origin.userAgents, catalog.userAgents.weight);
  put(LIST_SONGS, origin.songs, catalog.songs.weight, dialect.songValues(catalog.songs));
  for (let pair = 0; pair < pairs.count; pair++) {
    const starts = config.newSession.filter((state) => pairs.of(state) === pair);
    if (!starts.some(({ weight }) => weight > 0)) continue;
    put(
      LIST_STARTS + pair,
      config.file,
      starts.map(({ weight }) => weight),
      starts.map((state) => table.indexOf(state)),
    );
  }
  return lists;
}

function putSimilarLists(image: Image, { songs, similar, origin }: Catalog, dialect: Dialect): number {
  if (similar === undefined) return 0;
  const lists = reserveLists(image, songs.artist.length);
  for (let index = 0; index < songs.artist.length; index++) {
    const entries = similar.song.subarray(similar.first[index], similar.first[index + 1]);
    const weights = Array.from(entries, (song) => songs.weight[song] as number);
    if (sumOf(weights) >= 2 ** 32) {
      throw new UsageError(
        `${origin.similar}: the listen counts of the songs like song ${index + 1} ("${songs.title[index]}") sum to 2^32 or more; leave some out`,
      );
    }
    if (entries.length === 0 || !(dialect.hasEmptyLists || weights.some((weight) => weight > 0))) continue;
    dialect.putList(image, lists + index * LIST_BYTES, weights, entries, origin.similar);
  }
  return lists;
}

function checkPersonTables(catalog: Catalog): void {
  for (const table of ["firstNames", "lastNames", "locations", "userAgents"] as const) {
    const count = catalog[table].text.length;
    if (count <= PERSON_TABLE_LIMIT) continue;
    throw new UsageError(
      `${catalog.origin[table]}: ${count} entries; at most ${PERSON_TABLE_LIMIT} are possible: leave the rarest out`,
    );
  }
}

/** Compiles configuration, catalog and holidays into the tables that the kernel reads, with the texts of one format. */
export async function compileModel(
  config: Config,
  catalog: Catalog,
  settings: Settings,
  { format: formatName = "json", emitsLz4 = false }: ModelFormat = {},
): Promise<Model> {
  const format = FORMATS[formatName];
  checkPersonTables(catalog);
  const dialect = dialectOf(settings);
  const image = new Image(IMAGE_BASE);
  const table = collectStates(config);
  const pairs = new Pairs(config, table);
  const { guide, splits } = dialect.putTransitions(image, config, table);
  const states = putStates(image, format, config, table, pairs, splits, dialect);
  const lists = putLists(image, config, catalog, table, pairs, dialect);
  const { duration } = catalog.songs;
  const durations = image.putWords(
    Uint32Array.from(duration, (seconds) => Math.min(Math.trunc(seconds), SECONDS_LIMIT)),
  );
  const similarLists = putSimilarLists(image, catalog, dialect);
  const { free, startDay } = await dialect.compileDays(settings);
  const days = image.putBytes(free);
  const persons = putPersonFragments(image, format, catalog);
  const tails = putTails(image, format, settings.tag);
  const songs = putSongFragments(image, format, catalog.songs);
  const tables = { states: states.fragments.address, stateCount: table.states.length, persons, songs: songs.address };
  const emission = emitsLz4 ? putEmission(image, format.anatomy, catalog, tables) : undefined;
  const longest = (tables: FragmentTable[]) => tables.reduce((sum, { longestBytes }) => sum + longestBytes, 0);
  const fragments = [states.fragments, ...Object.values(persons), tails, songs];
  return {
    image,
    stateTable: table.states,
    states: states.address,
    guide,
    lists,
    durations,
    similarLists,
    days,
    dayCount: free.length,
    startDay,
    tails: tails.address,
    songs: songs.address,
    songCount: duration.length,
    persons,
    levelCount: pairs.levels.length,
    newUserPair: pairs.of({ auth: config.newUserAuth, level: config.newUserLevel }),
    pairAt: (pair) => pairs.at(pair),
    ...(emission && { emission }),
    longestLineBytes: longest(fragments) + NUMBERS_BYTES,
    ...(formatName === "json" && !emitsLz4 && { longestPersonBytes: longest([...Object.values(persons), tails]) + TIMESTAMP_BYTES }),
  };
}
