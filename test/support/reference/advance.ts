import { exponential, seconds, WeightedChoice } from "./mathematics.ts";
import { type Model, type Site, SONG_PAGE } from "./model.ts";
import type { Person } from "./population.ts";
import { firstTime, pickTime, play, type Session, startSession } from "./sessions.ts";
import { BEHAVIOUR, hi, lo, Stream } from "./stream.ts";

function isRedirect(status: number): boolean {
  return status >= 300 && status <= 398;
}

/** What follows the current page, by 40 random bits; undefined where the session ends. */
function nextSite(site: Site, draw: bigint): Site | undefined {
  const bits = Number(draw >> 24n);
  return site.next[site.bounds.findIndex((bound) => bits < bound)];
}

function nextSong(model: Model, last: number | undefined, bits: number): number {
  const { similar, songs } = model.catalog;
  if (similar && last !== undefined) {
    const candidates = similar.song.subarray(similar.first[last], similar.first[last + 1]);
    const choice = new WeightedChoice(Array.from(candidates, (song) => songs.weight[song]!));
    if (choice.total > 0) return candidates[choice.pick(bits)]!;
  }
  return model.songs.pick(bits);
}

/** The session one event later; undefined where it has ended. */
export function advance(model: Model, person: Person, stream: Stream, session: Session): Session | undefined {
  const site = nextSite(session.site, stream.draw());
  if (!site) return undefined;
  const draw = stream.draw();
  const gap = seconds(exponential(hi(draw)) * person.alphaSeconds);
  const next = { ...session, site, item: session.item + 1 };
  if (isRedirect(site.status)) return { ...next, t: session.t + 1 };
  if (site.page !== SONG_PAGE) return { ...next, t: session.t + gap };
  const { song } = session;
  const t = song && session.t < song.endSeconds ? song.endSeconds : session.t + gap;
  return { ...next, t, song: play(model, nextSong(model, song?.index, lo(draw)), t) };
}

/** Every event of a user from its first session up to the end of the window, those before the window included. */
export function* eventsOf(model: Model, person: Person): Generator<Session> {
  const stream = new Stream(model.seed, BEHAVIOUR, person.index);
  let situation: { auth: string; level: string } = person;
  let t = firstTime(model, person, stream);
  for (let number = 1; t !== undefined; number++) {
    let session: Session | undefined = startSession(model, stream, number, t, situation);
    while (session && session.t < model.windowSeconds) {
      yield session;
      t = session.t;
      situation = session.site;
      session = advance(model, person, stream, session);
    }
    if (session || situation.auth === model.config.churnedAuth) return;
    t = pickTime(model, person, stream, t);
    if (t !== undefined && t >= person.leaveSeconds) return;
  }
}
