import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_TRACKS } from "../../../src/output/manifest/manifest.ts";
import { TopTracks } from "../../../src/output/manifest/merge/top-tracks.ts";
import { SummedTotals } from "../../../src/output/manifest/merge/totals.ts";

const nameOf = (song: number) => ({ artist: `artist ${song % 7}`, song: `song ${song}` });

/** The list of a share, as a run writes it: the first hundred of its tracks. */
function listOf(plays: ReadonlyMap<number, number>) {
  const sorted = [...plays].sort(([one, of], [other, than]) => than - of || one - other).slice(0, MOST_TRACKS);
  return sorted.map(([song, count]) => ({ ...nameOf(song), plays: count }));
}

/** Plays of up to 160 songs in up to six shares, some of them known by a few plays only. */
const SHARES = fc.array(
  fc.array(fc.tuple(fc.nat({ max: 159 }), fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 500 }))), {
    maxLength: 200,
  }),
  { minLength: 1, maxLength: 6 },
);

describe("the most played tracks of shares", () => {
  it("are those of all events together, as far as the lists decide", () => {
    fc.assert(
      fc.property(SHARES, (shares) => {
        const top = new TopTracks();
        const all = new Map<string, number>();
        for (const share of shares.map((plays) => new Map(plays))) {
          top.add(listOf(share));
          for (const [song, plays] of share) {
            const key = JSON.stringify(nameOf(song));
            all.set(key, (all.get(key) ?? 0) + plays);
          }
        }
        const merged = top.result();
        const exact = [...all.values()].sort((one, other) => other - one);
        expect(merged.map(({ plays }) => plays)).toEqual(exact.slice(0, merged.length));
        for (const { plays, ...name } of merged) expect(all.get(JSON.stringify(name))).toBe(plays);
        expect(new Set(merged.map((track) => JSON.stringify(track))).size).toBe(merged.length);
      }),
    );
  });

  it("are all there where no list is cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(fc.nat({ max: 99 }), fc.integer({ min: 1, max: 9 }))), { minLength: 1 }),
        (shares) => {
          const top = new TopTracks();
          const songs = new Set<number>();
          for (const share of shares.map((plays) => new Map(plays.slice(0, MOST_TRACKS - 1)))) {
            top.add(listOf(share));
            for (const song of share.keys()) songs.add(song);
          }
          expect(top.result().length).toBe(songs.size);
        },
      ),
    );
  });

  it("end where a list that is cut may hide plays of a track", () => {
    const cut = (first: number, firstPlays: number) =>
      listOf(new Map(Array.from({ length: 100 }, (_, index) => [first + index, index === 0 ? firstPlays : 10])));
    const top = new TopTracks();
    top.add(cut(0, 900));
    top.add([{ ...nameOf(0), plays: 50 }, ...cut(200, 500).slice(0, 99)]);
    // Song 0 is in both lists. Song 200 is in one: in the other it may have been played up to ten times.
    expect(top.result()).toEqual([{ ...nameOf(0), plays: 950 }]);
  });
});

const TOTALS = {
  ...{ events: 3, bytes: 30, rawBytes: 60, users: 2, sessions: 2, songs: 1, topTracks: [] },
  ...{ pages: { NextSong: 1, Home: 2 }, levels: { free: 3 }, hours: { "2026-01-05T00": 3 } },
};

describe("totals", () => {
  it("are sums, by name", () => {
    const sums = new SummedTotals();
    sums.add(TOTALS);
    sums.add({ ...TOTALS, pages: { About: 4 }, hours: { "2026-01-04T23": 1, "2026-01-05T00": 1 } });
    const sum = sums.result();
    expect(sum).toMatchObject({ events: 6, bytes: 60, rawBytes: 120, users: 4, sessions: 4, songs: 2 });
    expect(Object.entries(sum.pages)).toEqual([
      ["About", 4],
      ["Home", 2],
      ["NextSong", 1],
    ]);
    expect(sum.hours).toEqual({ "2026-01-04T23": 1, "2026-01-05T00": 4 });
    expect(sum.disorder).toBeUndefined();
  });

  it.each([
    [{ users: -1 }, /totals\.users is -1 and must be a whole number/],
    [{ users: Number.MAX_SAFE_INTEGER }, /totals\.users is too large to be added/],
    [{ pages: [] }, /totals\.pages must be an object/],
    [{ pages: { Home: "2" } }, /totals\.pages\.Home is "2" and must be/],
    [{ hours: undefined }, /totals\.hours must be an object/],
    [{ disorder: { late: 1 } }, /totals\.disorder\.duplicated is undefined/],
    [{ topTracks: undefined }, /totals\.topTracks must be a list of at most 100/],
    [
      { topTracks: Array(101).fill({ artist: "a", song: "b", plays: 1 }) },
      /totals\.topTracks must be a list of at most 100/,
    ],
    [{ topTracks: [null] }, /totals\.topTracks\[0\] must have an artist/],
    [{ topTracks: [{ artist: "a", song: "b", plays: 0.5 }] }, /totals\.topTracks\[0\]/],
  ])("of a stranger are refused: %j", (change, message) => {
    const sums = new SummedTotals();
    sums.add(TOTALS);
    expect(() => sums.add({ ...TOTALS, ...change } as never)).toThrow(message);
  });
});
