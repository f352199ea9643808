import type { DisorderRequest, DisorderSettings } from "./disorder/settings.ts";

/** Everything that decides the bytes of a run apart from configuration and catalog, and nothing else. */
export interface Settings {
  seed: bigint;
  /** Start of the window, whole seconds since 1970-01-01T00:00:00Z. */
  startSeconds: number;
  /** The start's fraction of a second, 0 to 999. */
  startMilliseconds: number;
  /** Length of the window: events have start <= ts < end. */
  windowSeconds: number;
  /** Users at the start of the window. */
  initialUsers: number;
  firstUserId: number;
  /** New users a year as a share of the users there are. */
  growthRate: number;
  /** Share of the users who leave in a year. */
  attritionRate: number;
  /** `null`, which is printed as it is, in the original's engine only. */
  tag?: string | null;
  /** A country's code, or "none". */
  holidays: string;
  /** Only one of `count` shares of the users: those whose index leaves `index` - 1 when divided by `count`. */
  share?: { index: number; count: number };
  /** Print only the lines of this user. */
  onlyUserId?: number;
  /** Stop after this many events. */
  eventLimit?: number;
  /** Seconds at the beginning of the window whose events are not written. */
  skippedSeconds?: number;
  /** Present if events leave in another order than they happen. */
  disorder?: DisorderSettings;
  /** The settings that only the original's engine has; present if that engine is chosen. */
  compat?: CompatSettings;
}

export interface CompatSettings {
  /** The start's fraction of a second, 0 to 999,999,999. */
  startNanoseconds: number;
  /** Whole second of the end, since 1970-01-01T00:00:00Z. */
  endSeconds: number;
  /** Growth as the draw of a registration sees it: there the flag overrides the key. */
  registrationGrowthRate: number;
}

/** Values that override the configuration's keys and the defaults. Instants are as the user typed them. */
export interface SettingsRequest extends DisorderRequest {
  nusers?: number;
  userid?: number;
  growthRate?: number;
  attritionRate?: number;
  randomseed?: bigint;
  tag?: string;
  startTime?: string;
  endTime?: string;
  from?: number;
  to?: number;
  now?: string;
  /** The clock's time, in milliseconds since 1970, for instants that are relative to it; `Date.now()` if absent. */
  clockMs?: number;
  /** The window of the run to go on with, in milliseconds since 1970: the clock's time is then that run's. */
  earlier?: { startMs: number; endMs: number };
  /** Present if events leave when their time comes: the window then begins now and has no end, unless it is given. */
  live?: { backfillSeconds?: number };
  holidays?: string;
  events?: number;
  user?: number;
  writeFrom?: string;
  part?: { index: number; count: number };
}
