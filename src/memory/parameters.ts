import * as layout from "../../assembly/layout.ts";
import type { Settings } from "../config/settings.ts";
import type { Config } from "../config/types.ts";
import type { Model } from "../model/model.ts";
import type { MemoryPlan } from "./plan.ts";

const DAY_SECONDS = 86400;
const MINUTE_SECONDS = 60;

/** Writes the parameter block (assembly/layout.ts, P_...), in three steps as its values become known. */
export class Parameters {
  readonly #view: DataView;

  constructor(memory: WebAssembly.Memory) {
    this.#view = new DataView(memory.buffer, layout.PARAMETERS, layout.P_BYTES);
  }

  #word(offset: number, value: number): void {
    this.#view.setUint32(offset, value, true);
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
    this.#word(layout.P_WINDOW, settings.windowSeconds);
    const secondOfDay = ((settings.startSeconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
    this.#word(layout.P_START_SECOND_OF_DAY, secondOfDay);
    this.#view.setBigInt64(layout.P_START_SECONDS, BigInt(settings.startSeconds), true);
    const digits = Buffer.from(String(settings.startMilliseconds).padStart(3, "0"), "latin1");
    this.#word(layout.P_MILLISECOND_DIGITS, digits.readUIntLE(0, 3));
    this.#word(layout.P_FIRST_USER_ID, settings.firstUserId);
    this.#word(layout.P_INITIAL_USERS, settings.initialUsers);
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
    this.#word(layout.P_NO_SONG, model.songCount);
  }

  /** @param offset index of the user in slot 0 */
  writePlan(plan: MemoryPlan, users: number, offset: number): void {
    this.#word(layout.P_USERS, users);
    this.#word(layout.P_USER_OFFSET, offset);
    this.#word(layout.P_CHUNK_USERS, plan.chunkUsers);
    this.#word(layout.P_NEXT_TIMES, plan.nextTimes);
    this.#word(layout.P_LEAVE_TIMES, plan.leaveTimes);
    this.#word(layout.P_LINES, plan.lines);
    this.#word(layout.P_POOL, plan.pool);
    this.#word(layout.P_POOL_PAGES, plan.poolPages);
    this.#word(layout.P_CHUNK_PAGES, plan.chunkPages);
    this.#word(layout.P_COUNTS, plan.counts);
    this.#word(layout.P_TOTALS, plan.totals);
    this.#word(layout.P_ORDERED, plan.ordered);
    this.#word(layout.P_ORDERED_BYTES, plan.orderedBytes);
    this.#word(layout.P_SCRATCH, plan.scratch);
  }
}
