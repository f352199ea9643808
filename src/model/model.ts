import {
  LIST_AUTHS,
  LIST_BYTES,
  LIST_LEVELS,
  LIST_STARTS,
  STATE_BYTES,
  STATE_CHURNED,
  STATE_FRAGMENT,
  STATE_FRAGMENT_BYTES,
  STATE_KIND,
  STATE_PAIR,
  STATE_SHOWN,
  STATE_SPLITS,
} from "../../assembly/layout/model.ts";
import { TABLES_END } from "../../assembly/layout/run.ts";
import { FRAGMENT_ADDRESS, FRAGMENT_BYTES, FRAGMENT_LENGTH, FRAGMENT_PADDING } from "../../assembly/layout/text.ts";
import type { Catalog } from "../catalog/types.ts";
import type { Settings } from "../config/settings.ts";
import type { Config, State, WeightedState } from "../config/types.ts";
import { UsageError } from "../system/errors.ts";
import {
  addEmission,
  type CatalogTables,
  type CompiledCatalog,
  copyListsTo,
  putCatalogTables,
  putColumnTables,
} from "./catalog-tables.ts";
import type { Dictionaries } from "./columns/dictionaries.ts";
import { putStateRows, type StateColumns } from "./columns/states.ts";
import { DEFAULT_DIALECT, type Dialect } from "./dialect.ts";
import { type Emission, putEmission } from "./emission/emission.ts";
import { type FragmentTable, type PersonFragments, putStateFragments, putTails } from "./fragments.ts";
import { Image } from "./image.ts";
import { reserveLists, sumOf } from "./lists.ts";
import { type Pair, Pairs } from "./pairs.ts";
import type { ModelTexts, TextFormat } from "./texts/format.ts";
import { collectStates, type StateTable } from "./transitions.ts";

/** Address of the model's first byte. */
export const IMAGE_BASE = Math.ceil(TABLES_END / 64) * 64;
/** ts, user id, session id, item, registration and the text between them, with room to spare. */
const NUMBERS_BYTES = 128;

/** The tables of a run, as an image of the memory from its base on, and the address of each table in it. */
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
  /** See putSongTexts. */
  songTexts: number;
  songCount: number;
  persons: PersonFragments;
  levelCount: number;
  newUserPair: number;
  /** The auth and the level of a pair's number. */
  pairAt(pair: number): Pair;
  /** No event is longer. */
  longestLineBytes: number;
  /** The format's number for the kernel (FORMAT_... of the memory map). */
  formatWord: number;
  /** Where LZ4 is emitted. */
  emission?: Emission;
  /** For formats of columns. */
  columns?: ColumnTables;
}

/** What rows of events show, for formats of columns. */
export interface ColumnTables {
  dictionaries: Dictionaries;
  states: StateColumns;
}

/** The format, catalog image and engine for which the tables are compiled. */
export interface ModelFormat {
  format: ModelTexts;
  emitsLz4?: boolean;
  /** Of the same catalog, format and dialect; with emission where LZ4 is emitted. */
  compiled?: CompiledCatalog | undefined;
  /** The engine's; the default one's without it. */
  dialect?: Dialect;
}

function putStates(
  image: Image,
  format: TextFormat,
  config: Config,
  table: StateTable,
  pairs: Pairs,
  splits: number[],
  dialect: Dialect,
): { address: number; fragments: FragmentTable } {
  const fragments = putStateFragments(image, format, table.states, config.file);
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
  catalogTables: CatalogTables,
  table: StateTable,
  pairs: Pairs,
  dialect: Dialect,
): number {
  const lists = reserveLists(image, LIST_STARTS + pairs.count);
  copyListsTo(lists, image, catalogTables);
  const put = (list: number, weights: number[], values: number[]) =>
    dialect.putList(image, lists + list * LIST_BYTES, weights, values, config.file);
  put(
    LIST_AUTHS,
    config.auths.map(({ weight }) => weight),
    config.auths.map(({ auth }) => pairs.authNumber(auth)),
  );
  put(
    LIST_LEVELS,
    config.levels.map(({ weight }) => weight),
    config.levels.map(({ level }) => pairs.levelNumber(level)),
  );
  const startsOf = new Map<number, WeightedState[]>();
  for (const state of config.newSession) {
    const starts = startsOf.get(pairs.of(state)) ?? [];
    startsOf.set(pairs.of(state), starts);
    starts.push(state);
  }
  for (const [pair, starts] of [...startsOf].sort(([one], [other]) => one - other)) {
    if (!starts.some(({ weight }) => weight > 0)) continue; // as if the list were empty: no draw is possible
    put(
      LIST_STARTS + pair,
      starts.map(({ weight }) => weight),
      starts.map((state) => table.indexOf(state)),
    );
  }
  return lists;
}

function putSimilarLists(image: Image, catalog: Catalog, dialect: Dialect): number {
  if (catalog.similar === undefined) return 0;
  const { songs, similar, origin } = catalog;
  const count = songs.weight.length;
  const lists = reserveLists(image, count);
  for (let index = 0; index < count; index++) {
    const entries = similar.song.subarray(similar.first[index], similar.first[index + 1]);
    const weights = Array.from(entries, (song) => songs.weight[song] as number);
    // The original's engine has its own check, since its weights are signed.
    if (!dialect.hasEmptyLists && sumOf(weights) >= 2 ** 32) {
      throw new UsageError(
        `${origin.similar}: the listen counts of the songs like song ${index + 1} ("${songs.title[index]}") sum to 2^32 or more; leave some out`,
      );
    }
    if (entries.length === 0 || !(dialect.hasEmptyLists || weights.some((weight) => weight > 0))) continue;
    dialect.putList(image, lists + index * LIST_BYTES, weights, entries, origin.similar);
  }
  return lists;
}

/** Compiles the part of the model that depends on the catalog alone. */
export function compileCatalog(
  catalog: Catalog,
  { texts, hasColumns = false }: ModelTexts,
  emitsLz4: boolean,
  dialect = DEFAULT_DIALECT,
): CompiledCatalog {
  const image = new Image(IMAGE_BASE);
  if (hasColumns) return { image, tables: putColumnTables(image, catalog, dialect) };
  const format = texts(dialect.style);
  const tables = putCatalogTables(image, format, catalog, dialect);
  return { image, tables: emitsLz4 ? addEmission(image, format, catalog, tables) : tables };
}

/**
 * Compiles configuration, catalog and holidays into the tables that the kernel reads, with the texts of one format. A
 * `compiled` catalog is not compiled again; it becomes part of the model.
 */
export async function compileModel(
  config: Config,
  catalog: Catalog,
  settings: Settings,
  { format: modelTexts, emitsLz4 = false, compiled, dialect = DEFAULT_DIALECT }: ModelFormat,
): Promise<Model> {
  const format = modelTexts.texts(dialect.style);
  const { image, tables: catalogTables } = compiled ?? compileCatalog(catalog, modelTexts, emitsLz4, dialect);
  const { durations, persons, songs, songTexts, songCount, dictionaries } = catalogTables;
  const table = collectStates(config);
  const pairs = new Pairs(config, table);
  const { guide, splits } = dialect.putTransitions(image, config, table);
  const states = putStates(image, format, config, table, pairs, splits, dialect);
  const lists = putLists(image, config, catalogTables, table, pairs, dialect);
  const similarLists = putSimilarLists(image, catalog, dialect);
  const { free, startDay } = await dialect.compileDays(settings);
  const days = image.putBytes(free);
  const tails = putTails(image, format, catalogTables.genders, settings.tag);
  const emission =
    catalogTables.emission &&
    putEmission(image, format.anatomy, catalogTables.emission, states.fragments, table.states.length);
  const columns = dictionaries && { dictionaries, states: putStateRows(image, table.states, config) };
  // Copies read past a fragment's end; the last one needs something to read.
  image.reserve(FRAGMENT_PADDING, 1);
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
    songTexts,
    songCount,
    persons,
    levelCount: pairs.levels.length,
    newUserPair: pairs.of({ auth: config.newUserAuth, level: config.newUserLevel }),
    pairAt: (pair) => pairs.at(pair),
    ...(emission && { emission }),
    ...(columns && { columns }),
    longestLineBytes: fragments.reduce((sum, { longestBytes }) => sum + longestBytes, NUMBERS_BYTES),
    formatWord: modelTexts.word,
  };
}
