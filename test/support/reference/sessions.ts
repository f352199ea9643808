import { warp, weekendDamping } from "./calendar.ts";
import { exponential, seconds } from "./mathematics.ts";
import { type Model, type Site, SONG_PAGE } from "./model.ts";
import { FIVE_YEARS_SECONDS, type Person } from "./population.ts";
import { hi, lo, type Stream } from "./stream.ts";

/** A song that a session plays: its index in the catalog and when it ends. */
export interface Playing {
  index: number;
  endSeconds: number;
}

/** One visit, as it stands at `t` seconds from the start of the window. */
export interface Session {
  /** Counts the sessions of the user from 1. */
  number: number;
  t: number;
  site: Site;
  item: number;
  song?: Playing;
}

export function play(model: Model, index: number, t: number): Playing {
  return { index, endSeconds: t + Math.trunc(model.catalog.songs.duration[index]!) };
}

/** The start of the next session after the time `last`; none within the window: undefined. */
export function pickTime(model: Model, person: Person, stream: Stream, last: number): number | undefined {
  const { sessionGapSeconds, damping } = model.config;
  let previous = last;
  for (;;) {
    const draw = stream.draw();
    const gap = seconds(exponential(hi(draw)) * person.betaSeconds) + sessionGapSeconds;
    const next = warp(previous + gap, damping, model.startSeconds);
    if (next >= model.windowSeconds) return undefined;
    if (next < previous + sessionGapSeconds) {
      previous = previous + sessionGapSeconds;
      continue;
    }
    const lost = weekendDamping(next, model);
    if (lost <= 0 || lo(draw) * 2 ** -32 < 1 - lost) return next;
    previous = next;
  }
}

/** A user's first session: with the arrival, or begun so long before the window that the rhythm has no memory of its beginning. */
export function firstTime(model: Model, person: Person, stream: Stream): number | undefined {
  if (person.index >= model.userCount) return person.arrivalSeconds;
  const lead = Math.min(Math.trunc(person.betaSeconds), FIVE_YEARS_SECONDS);
  let t = pickTime(model, person, stream, person.arrivalSeconds - 2 * lead);
  while (t !== undefined && t < person.arrivalSeconds - lead) t = pickTime(model, person, stream, t);
  return t;
}

export function startSession(
  model: Model,
  stream: Stream,
  number: number,
  t: number,
  situation: { auth: string; level: string },
): Session {
  const draw = stream.draw();
  const { sites, choice } = model.startsOf(situation.auth, situation.level);
  const site = sites[choice.pick(hi(draw))]!;
  const session: Session = { number, t, site, item: 0 };
  if (site.page === SONG_PAGE) session.song = play(model, model.songs.pick(lo(draw)), t);
  return session;
}
