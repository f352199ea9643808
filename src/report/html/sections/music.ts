import type { Report, ReportMusic } from "../../model.ts";
import { drawBars } from "../charts/bars.ts";
import { describeTop, drawRanks } from "../charts/ranks.ts";
import { count, percent } from "../figures.ts";
import { label } from "../markup.ts";
import { type Figure, HALF, missingWithout, type Section, WIDE } from "./section.ts";

const MOST_BARS = 15;

function tracksFigure({ topTracks, plays }: ReportMusic, isWide: boolean): Figure {
  const [first] = topTracks;
  const spoken = {
    id: "tracks",
    title: "Most played tracks",
    description: `${count(plays)} plays. The first track has ${percent((first?.plays ?? 0) / Math.max(1, plays))} of them.`,
  };
  const bars = topTracks.slice(0, MOST_BARS).map(({ artist, song, plays: value }) => ({
    name: `${label(song, 24)} – ${label(artist, 20)}`,
    value,
    says: count(value),
  }));
  return {
    spoken,
    svg: drawBars(spoken, bars, { width: (isWide ? WIDE : HALF).width, mostLabel: isWide ? 48 : 36 }),
    table: {
      head: ["track", "artist", "#plays"],
      rows: topTracks.map(({ artist, song, plays: value }) => [song, artist, count(value)]),
    },
    isWide,
  };
}

function artistsFigure(artists: NonNullable<ReportMusic["topArtists"]>, plays: number): Figure {
  const [first] = artists;
  const spoken = {
    id: "artists",
    title: "Most played artists",
    description: `The first artist has ${percent((first?.plays ?? 0) / Math.max(1, plays))} of the plays.`,
  };
  const bars = artists
    .slice(0, MOST_BARS)
    .map(({ artist, plays: value }) => ({ name: artist, value, says: count(value) }));
  return {
    spoken,
    svg: drawBars(spoken, bars, { width: HALF.width, mostLabel: 26 }),
    table: { head: ["artist", "#plays"], rows: artists.map(({ artist, plays: value }) => [artist, count(value)]) },
  };
}

function tailFigure(music: ReportMusic): Figure | undefined {
  const tails = (["tracks", "artists"] as const).flatMap((name) => {
    const tail = music[name];
    return tail === undefined || tail.ranks.length === 0 ? [] : [{ name, tail }];
  });
  if (tails.length === 0) return undefined;
  const spoken = {
    id: "tail",
    title: "The tail: plays by rank",
    description: `${tails
      .map(({ name, tail: { distinct, shareOfTop } }) =>
        describeTop(name, distinct, {
          top1: percent(shareOfTop.top1),
          top10: percent(shareOfTop.top10),
          top100: percent(shareOfTop.top100),
        }),
      )
      .join(". ")}.`,
  };
  const rankings = tails.map(({ name, tail: { ranks } }) => ({
    name,
    points: ranks.map(({ rank, plays }) => ({ rank, value: plays })),
  }));
  return {
    spoken,
    svg: drawRanks(spoken, { ...WIDE, height: 340 }, rankings, "plays"),
    table: {
      head: ["of", "#rank", "#plays"],
      rows: tails.flatMap(({ name, tail: { ranks } }) =>
        ranks.map(({ rank, plays }) => [name, count(rank), count(plays)]),
      ),
    },
    isWide: true,
  };
}

/** What is played. */
export function musicSection({ music }: Report): Section {
  const about = { id: "music", title: "Songs" };
  if (music === undefined || music.topTracks.length === 0)
    return { ...about, figures: [], missing: "No event is a song." };
  const { topArtists, plays } = music;
  const hasArtists = topArtists !== undefined && topArtists.length > 0;
  const tail = tailFigure(music);
  const figures = [
    tracksFigure(music, !hasArtists),
    ...(hasArtists ? [artistsFigure(topArtists, plays)] : []),
    ...(tail === undefined ? [] : [tail]),
  ];
  return { ...about, figures, ...(tail === undefined && { missing: missingWithout("Artists and the tail") }) };
}
