// Makes data/songs.tsv: artists, titles, durations and listen counts, all of our own invention.
import { makeArtistName } from "./artist-names.mjs";
import { SongRandom } from "./song-random.mjs";
import { makeTitle, makeVersion } from "./song-titles.mjs";
import { compareText, writeTable } from "./table.mjs";

const SEED = 20_260_101;
const TRACKS = 60_000;
const MANNERS = [
  ["english", 72],
  ["spanish", 8],
  ["classical", 6],
  ["french", 5],
  ["german", 4],
  ["portuguese", 3],
  ["swedish", 2],
];

const MEDIAN_SECONDS = 219;
/** Spread of the logarithm of a track's length between artists and between the tracks of one artist. */
const ARTIST_SPREAD = 0.17;
const TRACK_SPREAD = 0.24;
const SHORTEST_SECONDS = 8;
const LONGEST_SECONDS = 1800;

/**
 * Listen counts are log-normal. With spread s the top 1 % would take the share Phi(s - 2.326) of all plays, Phi being
 * the normal distribution: a third at 1.886, in an endless catalog. Half of the variance is the artist's fame, and with
 * 1,700 artists the largest are missing, which takes a point or two; hence the slightly larger spread.
 */
const FAME_SPREAD = 1.93;
const MEDIAN_LISTENS = 90;

function makeArtist(random, taken) {
  const manner = random.pickWeighted(MANNERS);
  let name = makeArtistName(manner, random);
  while (taken.has(name)) name = makeArtistName(manner, random);
  taken.add(name);
  return { name, manner, pace: random.gaussian() * ARTIST_SPREAD, fame: random.gaussian() };
}

/** Most artists have two or three albums, few have ten. */
function albumCount(random) {
  return Math.min(10, 1 + Math.floor(2.3 * Math.exp(0.6 * random.gaussian())));
}

function makeAlbum(artist, titles, others, random) {
  const size = random.integer(8, 14);
  return Array.from({ length: size }, () => makeTrack(artist, titles, others, random));
}

function makeTrack(artist, titles, others, random) {
  const kind = random.pickWeighted([
    ["song", 86],
    ["version", 7],
    ["interlude", 3.5],
    ["long", 3.5],
  ]);
  const title = newTitle(kind, artist, titles, others, random);
  titles.push(title);
  return {
    artist: artist.name,
    title,
    duration: makeDuration(kind, artist, random),
    listens: makeListens(artist, random),
  };
}

/** A title that the artist does not have yet. `titles` are the artist's so far. */
function newTitle(kind, artist, titles, others, random) {
  for (;;) {
    const title = anyTitle(kind, artist, titles, others, random);
    if (!titles.includes(title)) return title;
  }
}

function anyTitle(kind, artist, titles, others, random) {
  const original = kind === "version" && titles.length > 0 ? random.pick(titles) : undefined;
  // A version of what is a version already ("Rain (Live) (Demo)") is not made.
  const hasVersions = original !== undefined && !original.includes("(");
  return hasVersions ? makeVersion(original, random) : plainTitle(kind, artist, others, random);
}

function plainTitle(kind, artist, others, random) {
  const title = makeTitle(artist.manner, random);
  if (artist.manner === "classical") return title;
  if (kind === "interlude") return `${title} (${random.pick(["Interlude", "Intro", "Outro", "Skit"])})`;
  return random.chance(0.03) ? withGuest(title, others, random) : title;
}

function withGuest(title, others, random) {
  const guests = others.filter(({ name }) => !name.includes("/"));
  return guests.length > 0 ? `${title} (feat. ${random.pick(guests).name})` : title;
}

/** Seconds with five decimals. */
function makeDuration(kind, artist, random) {
  const median = { song: MEDIAN_SECONDS, version: MEDIAN_SECONDS * 1.1, interlude: 58, long: 480 }[kind];
  const seconds = median * Math.exp(artist.pace + random.gaussian() * TRACK_SPREAD);
  return Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, seconds)).toFixed(5);
}

function makeListens(artist, random) {
  const fame = Math.SQRT1_2 * (artist.fame + random.gaussian());
  return Math.max(1, Math.round(MEDIAN_LISTENS * Math.exp(FAME_SPREAD * fame)));
}

function makeCatalog(random) {
  const tracks = [];
  const artists = [];
  const taken = new Set();
  while (tracks.length < TRACKS) {
    const artist = makeArtist(random, taken);
    const titles = [];
    for (let left = albumCount(random); left > 0; left--) tracks.push(...makeAlbum(artist, titles, artists, random));
    artists.push(artist);
  }
  return tracks.slice(0, TRACKS);
}

/** By artist, and the artist's name only where it changes: that is a third of the text. */
function toRows(tracks) {
  const sorted = tracks.toSorted((a, b) => compareText(a.artist, b.artist) || compareText(a.title, b.title));
  return sorted.map(({ artist, title, duration, listens }, index) => [
    artist === sorted[index - 1]?.artist ? "" : artist,
    title,
    duration,
    listens,
  ]);
}

writeTable("songs.tsv", ["artist", "title", "duration", "listens"], toRows(makeCatalog(new SongRandom(SEED))));
