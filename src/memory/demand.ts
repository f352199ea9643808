import { PERSON_BYTES, PERSON_VALUES_BYTES } from "../../assembly/layout/text.ts";
import type { Settings } from "../config/settings.ts";
import type { Model } from "../model/model.ts";
import type { Eras } from "./origin/origin.ts";
import type { Demand } from "./plan.ts";
import type { TallyDemand } from "./tally.ts";

const HOUR_SECONDS = 3600;

/** How the work of a run is cut, and whether its events are counted. */
interface Work {
  workers: number;
  sliceEvents?: number | undefined;
  batchEvents?: number | undefined;
  /** As in Demand. */
  serial: boolean;
  isCounted?: boolean;
  /** Where the origin of times follows the run. */
  eras?: Eras | undefined;
}

/** Hours that the window touches; the original's last event, which is after the end, counts in the end's hour. */
function hoursOf({ startSeconds, windowSeconds }: Settings): number {
  return Math.floor((startSeconds + windowSeconds) / HOUR_SECONDS) - Math.floor(startSeconds / HOUR_SECONDS) + 1;
}

/** Where the origin moves, those of two eras, of the one that is being left, and where the origin's hour begins before it. */
function tallyOf(settings: Settings, { stateTable, songCount }: Model, eras: Eras | undefined): TallyDemand {
  const counts = { states: stateTable.length, songs: songCount };
  if (eras === undefined) return { ...counts, hours: hoursOf(settings) };
  const eraHours = eras.eraSeconds / HOUR_SECONDS;
  return { ...counts, hours: 2 * eraHours + 1, eraHours };
}

/**
 * The shared memory that a run needs.
 * @param users users that are simulated
 * @param limitBytes most bytes that the shared memory may have
 */
export function demandFor(
  settings: Settings,
  model: Model,
  users: number,
  { workers, sliceEvents, batchEvents, serial, isCounted, eras }: Work,
  limitBytes: number,
): Demand {
  return {
    users,
    workers,
    imageEnd: model.image.base + model.image.byteLength,
    longestLineBytes: model.longestLineBytes,
    ...(model.columns === undefined && {
      personBytes: model.emission === undefined ? PERSON_BYTES : PERSON_VALUES_BYTES,
    }),
    leaving: settings.attritionRate > 0,
    growing: settings.growthRate > 0,
    serial,
    limitBytes,
    ...(batchEvents === undefined ? {} : { batchEvents }),
    ...(sliceEvents === undefined ? {} : { sliceRecords: sliceEvents }),
    ...(isCounted
      ? {
          keepRecords: true,
          keepArrivals: settings.disorder !== undefined,
          tally: tallyOf(settings, model, eras),
        }
      : {}),
  };
}
