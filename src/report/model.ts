import type { Comparison } from "../predict/compare/rows.ts";

// The numbers of `eventsim report`, as `--json` prints them and as the page and the summary show them.
//
// Each part is absent where its source does not hold it: a manifest alone has totals, hours, pages, levels and tracks, and only events
// have users by day, sessions, funnels, cohorts and places. `notes` says what is absent, and which input has it.
//
// Days, hours and weeks are those of UTC: "2026-01-05", "2026-01-05T17", and a week by its Monday. A user is a userId that is not
// empty: an event before a login has none, and counts for its session only. A session is a sessionId. Rates and shares are 0 to 1.

/** Where the run comes from, and how to make it again. Without a manifest only the files are known. */
export interface ReportHeader {
  /** What was read: a manifest alone, files of events, or a manifest and the files that it lists. */
  source: "manifest" | "files" | "manifest and files";
  /** The manifest's path, as it was named. */
  manifest?: string;
  /** The files of the data set, or those that were read: their number, and the names of the first and the last one. */
  files?: { count: number; first: string; last: string };
  /** Version of the program that wrote the data set. */
  program?: string;
  engine?: number | "interana";
  dataSetId?: string;
  /** Ids of the shares, if the manifest is that of several. */
  shares?: string[];
  seed?: string;
  /** The window of the run, end excluded, as instants such as 2026-01-05T00:00:00Z. */
  window?: { start: string; end: string };
  /** The file's name under configs/ if the configuration is one that comes with the program, otherwise null. */
  configuration?: { name: string | null; sha256: string };
  /** Users at the start of the run and at its end, whether or not they have events. */
  population?: { initialUsers: number; users: number };
  format?: string;
  compress?: string;
  /** The command that makes the same bytes again. Where it says CONFIG, the configuration is none of the program's own. */
  command?: string;
}

export interface ReportTotals {
  events: number;
  sessions?: number;
  /** Events of the page NextSong. */
  songs?: number;
  /** Distinct userIds. */
  users?: number;
  /** Users of the simulation with at least one event, whether or not an event names them. Only a manifest knows. */
  simulatedUsers?: number;
  /** Events without a userId. */
  anonymousEvents?: number;
  /** Bytes of the files, and before compression. */
  bytes?: number;
  rawBytes?: number;
  /** Instants of the first event and of the last one. */
  firstEvent?: string;
  lastEvent?: string;
  /** Events that left late, twice or never, where the run had disorder. */
  disorder?: { late: number; duplicated: number; lost: number; held: number };
}

/** A day with at least one event. */
export interface ReportDay {
  day: string;
  events: number;
  songs: number;
  /** Sessions whose first event is on the day. */
  sessions: number;
  /** Users with an event on the day. */
  users: number;
  /** Users whose first event is on the day, and users so far. */
  newUsers: number;
  usersSoFar: number;
  /** Users who registered on the day, by the field `registration`. */
  registrations: number;
}

/** How many have a value with from <= value < to; `to` is null in the last bin. */
export interface ReportBin {
  from: number;
  to: number | null;
  count: number;
}

/** A quantity of each session. Percentiles are values that occur: the smallest one that so many percent do not exceed. */
export interface ReportDistribution {
  mean: number;
  median: number;
  p95: number;
  p99: number;
  max: number;
  /** From the smallest value to the largest, without gaps. */
  bins: ReportBin[];
}

export interface ReportSessions {
  count: number;
  events: ReportDistribution;
  songs: ReportDistribution;
  /** Seconds from the first event to the last one. */
  seconds: ReportDistribution;
}

/** A step of a funnel. Its page comes after that of the step before, by itemInSession, in the same session. */
export interface ReportStep {
  /** The page, or null for the first step, which is all sessions. */
  page: string | null;
  /** Sessions that came so far. */
  sessions: number;
  /** Of the sessions of the step before, and of all sessions. */
  rate: number;
  rateOfAll: number;
}

export interface ReportFunnel {
  name: "register" | "upgrade" | "downgrade" | "cancel";
  steps: ReportStep[];
}

export interface ReportLevelDay {
  day: string;
  level: string;
  events: number;
  /** Users with an event of the level on the day; who changes the level is in both. */
  users: number;
}

/** Users by the week of their registration. */
export interface ReportCohort {
  /** Null for all who registered before the week of the first event. */
  week: string | null;
  users: number;
  /** One for each week of the data from the cohort's own on. `weeksSince` is null in the cohort of no week. */
  active: { week: string; weeksSince: number | null; users: number }[];
}

export interface ReportTrack {
  artist: string;
  song: string;
  plays: number;
}

/** How often what stands at a rank is played. Ranks are 1 to 10, and then about ten for each power of ten, up to the last. */
export interface ReportRank {
  rank: number;
  plays: number;
}

/** The tail of tracks or artists. */
export interface ReportTail {
  distinct: number;
  ranks: ReportRank[];
  /** Share of the plays that the first one, ten and hundred have. */
  shareOfTop: { top1: number; top10: number; top100: number };
}

export interface ReportMusic {
  plays: number;
  /** The most played, at most 100; equal numbers in the order of artist and song by Unicode code points. */
  topTracks: ReportTrack[];
  topArtists?: { artist: string; plays: number }[];
  tracks?: ReportTail;
  artists?: ReportTail;
}

export interface ReportPlace {
  /** The field `location`, such as "Houston, TX". */
  location: string;
  /** What follows the last comma of it, if that is a state or several, such as "TX" or "NY-NJ-PA". */
  state: string | null;
  events: number;
  users: number;
}

export interface ReportPlaces {
  /** Distinct locations; the list has the 5,000 with the most users. */
  count: number;
  list: ReportPlace[];
  /** By the first of the states of a location. */
  states: { state: string; events: number; users: number }[];
}

export interface Report {
  /** Changes when a key changes its meaning or goes. */
  reportVersion: 1;
  header: ReportHeader;
  totals: ReportTotals;
  /** Events by hour, in order of time. Hours without events are left out. */
  hours: { hour: string; events: number }[];
  /** Events by weekday, Monday first, and hour of the day: 7 lists of 24. */
  weekHours: number[][];
  days?: ReportDay[];
  sessions?: ReportSessions;
  /** In descending order of events. */
  pages: { page: string; events: number; share: number }[];
  levels: { level: string; events: number; share: number }[];
  funnels?: ReportFunnel[];
  levelDays?: ReportLevelDay[];
  retention?: ReportCohort[];
  music?: ReportMusic;
  places?: ReportPlaces;
  /** What the configuration predicts beside what came out. Where they cannot be compared, `notes` has the reason. */
  prediction?: Comparison;
  /** Sentences for the reader: what is absent and where it is, and what does not add up. */
  notes: string[];
}
