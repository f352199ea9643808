import { javaDouble, quote as plainQuote } from "../reference/encode.ts";
import type { Command } from "./command.ts";
import { Crash } from "./random.ts";
import type { Site, State } from "./read-site.ts";

export interface User {
  id: number;
  alpha: number;
  beta: number;
  registration: number;
  firstName: number;
  lastName: number;
  location: number;
  userAgent: number;
  session: Session;
}

export interface Session {
  id: number;
  /** Seconds since 1970; undefined once the user is gone. */
  time: number | undefined;
  state: State;
  item: number;
  song: number | undefined;
  songEnd: number;
}

/** A JSON string in which surrogates are escaped, too. */
function quote(text: string): string {
  return plainQuote(text).replace(/[\ud800-\udfff]/g, (half) => `\\u${half.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** As Jackson writes a double: what is no number of JSON is a string. */
function double(value: number): string {
  if (Number.isNaN(value) || Math.abs(value) === Number.POSITIVE_INFINITY) return `"${value}"`;
  if (value === 0) return 1 / value < 0 ? "-0.0" : "0.0";
  return value < 0 ? `-${javaDouble(-value)}` : javaDouble(value);
}

/** A user's current event as a line of JSON, its LF included. */
export function encode({ catalog, tag, site: { tag: keyTag }, start }: Command, site: Site, user: User): string {
  const { state, time, id, item, song } = user.session;
  const shown = site.shows.get(state.auth);
  if (shown === undefined) throw new Crash("no show-user-details");
  const milliseconds = (seconds: number) => String(seconds * 1000 + Math.floor(start.nanoseconds / 1_000_000));
  const fields: [key: string, json: string][] = [
    ["ts", milliseconds(time!)],
    ["userId", quote(shown ? String(user.id) : "")],
    ["sessionId", String(id)],
    ["page", quote(state.page)],
    ["auth", quote(state.auth)],
    ["method", quote(state.method)],
    ["status", String(state.status)],
    ["level", quote(state.level)],
    ["itemInSession", String(item)],
  ];
  if (shown) {
    fields.push(
      ["location", quote(catalog.locations.text[user.location]!)],
      ["userAgent", quote(catalog.userAgents.text[user.userAgent]!)],
      ["lastName", quote(catalog.lastNames.text[user.lastName]!)],
      ["firstName", quote(catalog.firstNames.text[user.firstName]!)],
      ["registration", milliseconds(user.registration)],
      ["gender", quote(catalog.firstNames.gender[user.firstName]!)],
    );
  }
  const printedTag = tag ?? keyTag;
  if (printedTag !== undefined) fields.push(["tag", printedTag === null ? "null" : quote(printedTag)]);
  if (state.page === "NextSong") {
    if (song === undefined) throw new Crash("no song");
    const { artist, title, duration } = catalog.songs;
    fields.push(["artist", quote(artist[song]!)], ["song", quote(title[song]!)], ["length", double(duration[song]!)]);
  }
  return `{${fields.map(([key, json]) => `"${key}":${json}`).join(",")}}\n`;
}
