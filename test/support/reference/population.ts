import { exp, exponential, ln, scale, seconds } from "./mathematics.ts";
import type { Model } from "./model.ts";
import { ARRIVAL, hi, lo, PERSON, Stream } from "./stream.ts";

export const YEAR_SECONDS = 31557600;
export const FIVE_YEARS_SECONDS = 5 * YEAR_SECONDS;

/** One user. All times are seconds from the start of the window. */
export interface Person {
  index: number;
  /** 0 for the initial users. */
  arrivalSeconds: number;
  alphaSeconds: number;
  betaSeconds: number;
  /** Situation of the first session. */
  auth: string;
  level: string;
  registrationSeconds: number;
  /** No session starts at this time or later; Infinity for users who never leave. */
  leaveSeconds: number;
  /** Indices into the catalog. */
  firstName: number;
  lastName: number;
  location: number;
  userAgent: number;
}

const LAST_USER_ID = 2 ** 32 - 1;

type Rates = Pick<Model, "seed" | "userCount" | "firstUserId" | "growthRate" | "windowSeconds">;

/**
 * When each user arrives: the initial ones at 0, later ones at a rate of `growthRate` a year for every user there is.
 * When all ids are taken, nobody arrives any more.
 */
export function arrivalTimes({ seed, userCount, firstUserId, growthRate, windowSeconds }: Rates): number[] {
  const times = new Array<number>(userCount).fill(0);
  if (growthRate <= 0) return times;
  let current = 0;
  for (let users = userCount; firstUserId + users <= LAST_USER_ID; users++) {
    const bits = hi(new Stream(seed, ARRIVAL, users).draw());
    current = current + exponential(bits) * (YEAR_SECONDS / (users * growthRate));
    if (current >= windowSeconds) break;
    times.push(Math.trunc(current));
  }
  return times;
}

/** Two Gaussians by Marsaglia's polar method. */
export function gaussianPair(stream: Stream): [number, number] {
  for (;;) {
    const draw = stream.draw();
    const a = (2 * hi(draw) + 1) * 2 ** -32 - 1;
    const b = (2 * lo(draw) + 1) * 2 ** -32 - 1;
    const q = a * a + b * b;
    if (q < 1) {
      const f = Math.sqrt((-2 * ln(q)) / q);
      return [a * f, b * f];
    }
  }
}

function secondsSinceRegistration(bits: number, growthRate: number): number {
  if (growthRate <= 0) return scale(bits, FIVE_YEARS_SECONDS);
  return Math.min(Math.trunc(exponential(bits) * (growthRate * YEAR_SECONDS)), FIVE_YEARS_SECONDS);
}

/** When a user is gone: after a year, the share that `attritionRate` states. */
export function leaveTime(bits: number, attritionRate: number, arrivalSeconds: number): number {
  if (1 - attritionRate === 1) return Number.POSITIVE_INFINITY;
  if (attritionRate >= 1) return arrivalSeconds;
  return arrivalSeconds + seconds(exponential(bits) * (YEAR_SECONDS / -ln(1 - attritionRate)));
}

/** The user with this index. The draws are made in the same order for everybody, also those that a later user has no use for. */
export function makePerson(model: Model, index: number, arrivalSeconds: number): Person {
  const { config, growthRate } = model;
  const stream = new Stream(model.seed, PERSON, index);
  const isInitial = index < model.userCount;
  const [alphaGaussian, betaGaussian] = gaussianPair(stream);
  const situation = stream.draw();
  const past = stream.draw();
  const place = stream.draw();
  const device = stream.draw();
  return {
    index,
    arrivalSeconds,
    alphaSeconds: config.alphaSeconds * exp(alphaGaussian - 0.5),
    betaSeconds: config.betaSeconds * exp(betaGaussian - 0.5),
    auth: isInitial ? config.auths[model.auths.pick(hi(situation))]!.auth : config.newUserAuth,
    level: isInitial ? config.levels[model.levels.pick(lo(situation))]!.level : config.newUserLevel,
    registrationSeconds: isInitial ? -secondsSinceRegistration(hi(past), growthRate) : arrivalSeconds,
    leaveSeconds: leaveTime(lo(device), model.attritionRate, arrivalSeconds),
    firstName: model.firstNames.pick(lo(past)),
    lastName: model.lastNames.pick(lo(place)),
    location: model.locations.pick(hi(place)),
    userAgent: model.userAgents.pick(hi(device)),
  };
}
