import { RECORD_BYTES } from "../../assembly/layout/record.ts";
import * as layout from "../../assembly/layout/run.ts";
import type { CompatSettings, Settings } from "../config/settings.ts";
import type { Config } from "../config/types.ts";
import type { Emission } from "../model/emission/emission.ts";
import type { Model } from "../model/model.ts";
import { secondOfDay } from "../system/day.ts";
import type { MemoryPlan } from "./plan.ts";

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const YEAR_SECONDS = 31557600;
const MILLISECOND_NANOSECONDS = 1_000_000;
/** Ids of up to eight digits; no others are common. */
const LARGEST_COMMON_ID = 99_999_999;
/** The original's users register from five years before the start to 102 years after it: counted from here that fits 32 bits. */
const LATEST_ARRIVAL_MIDDLE = 1_500_000_000;

/** The users that a run simulates: those with the indexes offset, offset + stride, ... */
export interface SimulatedUsers {
  /** How many they are. */
  simulated: number;
  offset: number;
  stride: number;
}

/** The distance from a batch's records in its slot to their arrivals, where events leave in another order. */
export function arrivalsInSlot({ batchEvents }: Pick<MemoryPlan, "batchEvents">): number {
  return batchEvents * RECORD_BYTES;
}

/** Writes the parameter block (assembly/layout/, P_...), in three steps as its values become known. */
export class Parameters {
  readonly #view: DataView;

  constructor(memory: WebAssembly.Memory) {
    this.#view = new DataView(memory.buffer, layout.PARAMETERS, layout.P_BYTES);
  }

  #word(offset: number, value: number): void {
    this.#view.setUint32(offset, value, true);
  }

  #long(offset: number, value: number): void {
    this.#view.setBigInt64(offset, BigInt(value), true);
  }

  #double(offset: number, value: number): void {
    this.#view.setFloat64(offset, value, true);
  }

  writeSettings(config: Config, settings: Settings): void {
    this.#view.setBigInt64(layout.P_SEED, BigInt.asIntN(64, settings.seed), true);
    this.#double(layout.P_ALPHA, config.alphaSeconds);
    this.#double(layout.P_BETA, config.betaSeconds);
    this.#double(layout.P_DAMPING, config.damping);
    this.#double(layout.P_WEEKEND_DAMPING, config.weekendDamping);
    this.#double(layout.P_WEEKEND_SCALE_MINUTES, config.weekendDampingScaleMinutes);
    this.#double(layout.P_GROWTH, settings.growthRate);
    this.#double(layout.P_ATTRITION, settings.attritionRate);
    this.#word(layout.P_WEEKEND_OFFSET_SECONDS, config.weekendDampingOffsetMinutes * MINUTE_SECONDS);
    this.#word(layout.P_WEEKEND_SCALE_SECONDS, config.weekendDampingScaleMinutes * MINUTE_SECONDS);
    this.#word(layout.P_SESSION_GAP, config.sessionGapSeconds);
    this.#word(layout.P_HORIZON, layout.HORIZON_SECONDS);
    this.#long(layout.P_WINDOW, settings.windowSeconds);
    const startSecond = secondOfDay(settings.startSeconds);
    this.#word(layout.P_START_SECOND_OF_DAY, startSecond);
    this.#long(layout.P_START_SECONDS, settings.startSeconds);
    this.#word(layout.P_TALLY_START_SECOND, startSecond % HOUR_SECONDS);
    const digits = Buffer.from(String(settings.startMilliseconds).padStart(3, "0"), "latin1");
    this.#word(layout.P_MILLISECOND_DIGITS, digits.readUIntLE(0, 3));
    this.#word(layout.P_FIRST_USER_ID, settings.firstUserId);
    this.#word(layout.P_INITIAL_USERS, settings.initialUsers);
    this.#word(layout.P_COMMON_IDS, LARGEST_COMMON_ID);
    this.#long(layout.P_REGISTRATION_BASE, settings.startSeconds);
  }

  /** The parameters of the original's engine that replace these or add to them. */
  writeCompat(startSeconds: number, { startNanoseconds, registrationGrowthRate }: CompatSettings): void {
    this.#word(layout.P_COMMON_IDS, 0);
    this.#long(layout.P_REGISTRATION_BASE, startSeconds + LATEST_ARRIVAL_MIDDLE);
    this.#double(layout.P_REGISTRATION_GROWTH, registrationGrowthRate);
    this.#word(layout.P_MILLISECONDS_DOWN, Math.floor(startNanoseconds / MILLISECOND_NANOSECONDS));
    this.#word(layout.P_MILLISECONDS_UP, Math.ceil(startNanoseconds / MILLISECOND_NANOSECONDS));
    this.#word(layout.P_HAS_FRACTION, startNanoseconds > 0 ? 1 : 0);
  }

  /** @param users all users, including those who arrive later: the original's rule counts them */
  writeAttrition({ startSeconds, attritionRate }: Settings, { endSeconds }: CompatSettings, users: number): void {
    this.#double(layout.P_ATTRITION_CHANCE, users * attritionRate * (endSeconds - startSeconds / YEAR_SECONDS));
  }

  writeModel(model: Model): void {
    this.#word(layout.P_START_DAY, model.startDay);
    this.#word(layout.P_NEW_USER_PAIR, model.newUserPair);
    this.#word(layout.P_LEVELS, model.levelCount);
    this.#word(layout.P_DAYS, model.days);
    this.#word(layout.P_DAY_COUNT, model.dayCount);
    this.#word(layout.P_STATES, model.states);
    this.#word(layout.P_GUIDE, model.guide);
    this.#word(layout.P_LISTS, model.lists);
    this.#word(layout.P_DURATIONS, model.durations);
    this.#word(layout.P_SIMILAR_LISTS, model.similarLists);
    this.#word(layout.P_FIRST_NAMES, model.persons.firstNames.address);
    this.#word(layout.P_LAST_NAMES, model.persons.lastNames.address);
    this.#word(layout.P_LOCATIONS, model.persons.locations.address);
    this.#word(layout.P_USER_AGENTS, model.persons.userAgents.address);
    this.#word(layout.P_TAILS, model.tails);
    this.#word(layout.P_SONGS, model.songs);
    this.#word(layout.P_FORMAT, model.formatWord);
    this.#word(layout.P_SONG_TEXTS, model.songTexts);
    this.#word(layout.P_NO_SONG, model.songCount);
    if (model.emission) this.#writeEmission(model.emission);
  }

  #writeEmission(emission: Emission): void {
    this.#word(layout.P_NODES_END, emission.nodesEnd);
    this.#word(layout.P_KEYS, emission.keys);
    this.#word(layout.P_STATE_VALUES, emission.states);
    this.#word(layout.P_LOCATION_VALUES, emission.locations);
    this.#word(layout.P_AGENT_VALUES, emission.agents);
    this.#word(layout.P_LAST_NAME_VALUES, emission.lastNames);
    this.#word(layout.P_FIRST_NAME_VALUES, emission.firstNames);
    this.#word(layout.P_SONG_VALUES, emission.songs);
  }

  /** For counting the users of the original's engine: its block, and one entry for all of them. */
  writeCounting(block: number, user: number): void {
    this.#word(layout.P_COMPAT, block);
    this.#word(layout.P_USER_TABLE, user);
    this.#word(layout.P_HEAP, 0);
  }

  writePlan(plan: MemoryPlan, { simulated, offset, stride }: SimulatedUsers): void {
    this.#word(layout.P_USERS, simulated);
    this.#word(layout.P_USER_OFFSET, offset);
    this.#word(layout.P_USER_STRIDE, stride);
    this.#word(layout.P_CHUNK_USERS, plan.chunkUsers);
    this.#word(layout.P_NEXT_TIMES, plan.nextTimes);
    this.#word(layout.P_LEAVE_TIMES, plan.leaveTimes);
    this.#word(layout.P_USER_TABLE, plan.userTable);
    this.#word(layout.P_POOL, plan.pool);
    this.#word(layout.P_POOL_PAGES, plan.poolPages);
    this.#word(layout.P_CHUNK_PAGES, plan.chunkPages);
    this.#word(layout.P_COUNTS, plan.counts);
    this.#word(layout.P_TOTALS, plan.totals);
    this.#word(layout.P_ORDERED, plan.ordered);
    this.#word(layout.P_ORDERED_BYTES, plan.orderedBytes);
    this.#word(layout.P_SCRATCH, plan.scratch);
    this.#word(layout.P_EMITTERS, plan.emitters);
    this.#word(layout.P_EMITTER_BYTES, plan.emitterBytes);
    this.#word(plan.emitters === 0 ? layout.P_PEOPLE : layout.P_PERSON_VALUES, plan.people);
    this.#word(layout.P_COMPAT, plan.compat);
    this.#word(layout.P_HEAP, plan.heap);
    this.#word(layout.P_MESSAGES, plan.messages);
    this.#word(layout.P_DISORDER, plan.disorder?.block ?? 0);
    this.#word(layout.P_TALLY_ARRIVALS, plan.disorder === undefined ? 0 : arrivalsInSlot(plan));
    if (plan.tally === undefined) return;
    this.#word(layout.P_TALLY, plan.tally.start);
    this.#word(layout.P_TALLY_HOURS, plan.tally.hours);
    this.#word(layout.P_TALLY_SONGS, plan.tally.songs);
    this.#word(layout.P_TALLY_USERS, plan.tally.users);
  }

  /** @param second relative to the window's start, in seconds; earlier events are not written */
  writeFirstSecond(second: number): void {
    this.#word(layout.P_FIRST_SECOND, second);
  }
}
