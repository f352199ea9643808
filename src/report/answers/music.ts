import { topArtistsOf } from "../numbers/music.ts";
import { weekName } from "../numbers/order.ts";
import type { Question } from "./question.ts";

const PLAYS = "page = 'NextSong' and artist is not null and song is not null";
const TOP = 10;

/** Questions about what is played. */
export const MUSIC: readonly Question[] = [
  {
    question: "Which ten tracks are played most? Equal ones by artist and song.",
    columns: ["artist", "song", "plays"],
    sql: `select artist, song, count(*) as plays from events where ${PLAYS}
group by artist, song order by plays desc, artist, song limit ${TOP}`,
    rows: ({ report }) =>
      (report.music?.topTracks ?? []).slice(0, TOP).map(({ artist, song, plays }) => [artist, song, plays]),
  },
  {
    question: "Which ten artists are played most in each week, which begins on Monday (UTC)? Equal ones by name.",
    columns: ["week", "place", "artist", "plays"],
    sql: `select week, place, artist, plays
from (
  select *, row_number() over (partition by week order by plays desc, artist) as place
  from (
    select strftime(date_trunc('week', ts), '%Y-%m-%d') as week, artist, count(*) as plays
    from events where ${PLAYS} group by week, artist
  )
)
where place <= ${TOP} order by week, place`,
    rows: ({ collector }) =>
      collector.days.weeks.flatMap(({ number, plays }) =>
        topArtistsOf(plays, collector.texts.artists.list, TOP).map((top, index) => [
          ...[weekName(number), index + 1],
          ...[top.artist, top.plays],
        ]),
      ),
  },
];
