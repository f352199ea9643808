import { type Model, SONG_PAGE } from "./model.ts";
import type { Person } from "./population.ts";
import type { Session } from "./sessions.ts";

const SHORT_ESCAPES: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
};

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase();
  return SHORT_ESCAPES[character] ?? `\\u${code.padStart(4, "0")}`;
}

/** A JSON string in which only what must be escaped is. */
export function quote(text: string): string {
  return `"${text.replace(/["\\\u0000-\u001f]/g, escapeCharacter)}"`;
}

/** A double > 0 as Java's Double.toString prints it. */
export function javaDouble(value: number): string {
  const withPoint = (digits: string) => (digits.includes(".") ? digits : `${digits}.0`);
  if (value >= 1e-3 && value < 1e7) return withPoint(String(value));
  const [digits, exponent] = value.toExponential().split("e");
  return `${withPoint(digits!)}E${Number(exponent)}`;
}

function milliseconds(model: Model, t: number): string {
  return String((model.startSeconds + t) * 1000 + model.startMilliseconds);
}

type Fields = [key: string, json: string][];

function detailFields(model: Model, person: Person): Fields {
  const { catalog } = model;
  return [
    ["location", quote(catalog.locations.text[person.location]!)],
    ["userAgent", quote(catalog.userAgents.text[person.userAgent]!)],
    ["lastName", quote(catalog.lastNames.text[person.lastName]!)],
    ["firstName", quote(catalog.firstNames.text[person.firstName]!)],
    ["registration", milliseconds(model, person.registrationSeconds)],
    ["gender", quote(catalog.firstNames.gender[person.firstName]!)],
  ];
}

function songFields(model: Model, song: number): Fields {
  const { artist, title, duration } = model.catalog.songs;
  return [
    ["artist", quote(artist[song]!)],
    ["song", quote(title[song]!)],
    ["length", javaDouble(duration[song]!)],
  ];
}

/** One event as a line of JSON, its LF included. */
export function encode(model: Model, person: Person, { t, site, number, item, song }: Session): string {
  const id = model.firstUserId + person.index;
  const show = model.config.showUserDetails.get(site.auth) === true;
  const fields: Fields = [
    ["ts", milliseconds(model, t)],
    ["userId", quote(show ? String(id) : "")],
    ["sessionId", String(id * 1_000_000 + number)],
    ["page", quote(site.page)],
    ["auth", quote(site.auth)],
    ["method", quote(site.method)],
    ["status", String(site.status)],
    ["level", quote(site.level)],
    ["itemInSession", String(item)],
  ];
  if (show) fields.push(...detailFields(model, person));
  if (model.tag !== undefined) fields.push(["tag", quote(model.tag)]);
  if (site.page === SONG_PAGE && song) fields.push(...songFields(model, song.index));
  return `{${fields.map(([key, json]) => `"${key}":${json}`).join(",")}}\n`;
}
