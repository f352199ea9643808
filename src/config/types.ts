/** One page of the site in one situation: the five fields that the original's configurations name a state by. */
export interface State {
  page: string;
  auth: string;
  method: string;
  status: number;
  level: string;
}

export interface WeightedState extends State {
  /** Integer >= 0. */
  weight: number;
}

export interface Transition {
  source: State;
  dest: State;
  /** Probability, 0 to 1. */
  probability: number;
}

/**
 * A configuration after reading and checking: every key of the original's schema, in this project's names.
 * Optional fields are keys that the file does not set; the command line's value or the default takes their place.
 */
export interface Config {
  /** Path as the user typed it, for messages. */
  file: string;
  /** 64-bit signed; default 0. */
  seed: bigint;
  /** Mean seconds between two events of a session, before each user's own factor. */
  alphaSeconds: number;
  /** Mean seconds between two sessions, before each user's own factor. */
  betaSeconds: number;
  /** Share of a day by which the day curve moves sessions, 0 to 1. */
  damping: number;
  /** Share of sessions lost on weekends and holidays, 0 to 1. */
  weekendDamping: number;
  weekendDampingOffsetMinutes: number;
  weekendDampingScaleMinutes: number;
  sessionGapSeconds: number;
  /** ISO local date-times, read as UTC. */
  startDate?: string;
  endDate?: string;
  userCount?: number;
  firstUserId?: number;
  /** New users a year as a share of the users there are. */
  growthRate?: number;
  /** `null`, which is printed as it is, in the original's engine only. */
  tag?: string | null;
  /** Country whose holidays count as weekend ("US"), or "none". */
  holidays?: string;
  /** Auth whose users never come back after the session; none when absent. */
  churnedAuth?: string;
  newUserAuth: string;
  newUserLevel: string;
  showUserDetails: ReadonlyMap<string, boolean>;
  levels: readonly { level: string; weight: number }[];
  auths: readonly { auth: string; weight: number }[];
  /** In the file's order, weights as given. */
  newSession: readonly WeightedState[];
  /** In the file's order. */
  transitions: readonly Transition[];
}
