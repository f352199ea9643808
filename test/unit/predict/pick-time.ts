// pickTime and the weekend's table in doubles, as docs/reference/engine.md states them, for weeks that begin on a Monday at second 0.
const DAY = 86_400;

interface Damping {
  damping: number;
  weekendDamping: number;
  weekendDampingOffsetMinutes: number;
  weekendDampingScaleMinutes: number;
}

/** The table of weekendDamping(t). @param free for each day, after the last the first again */
export function calendar(config: Damping, free: readonly number[]): (t: number) => number {
  const [D, O, C] = [
    config.weekendDamping,
    config.weekendDampingOffsetMinutes * 60,
    config.weekendDampingScaleMinutes * 60,
  ];
  const ramp = (from: number, to: number) => (D * (to - from)) / C;
  const isFree = (day: number) => free[((day % free.length) + free.length) % free.length]!;
  return (t) => {
    const day = Math.floor(t / DAY);
    const [m0, m1] = [day * DAY, (day + 1) * DAY];
    switch (`${isFree(day - 1)}${isFree(day)}${isFree(day + 1)}`) {
      case "000":
        return 0;
      case "111":
        return D;
      case "001":
        return t < m1 - O ? 0 : ramp(m1 - O, t);
      case "100":
        return t > m0 + O ? 0 : ramp(t, m0 + O);
      case "010":
        if (t < m0 - O + C) return ramp(m0 - O, t);
        return t > m1 + O - C ? ramp(t, m1 + O) : D;
      case "011":
        return t < m0 - O + C ? ramp(m0 - O, t) : D;
      case "101":
        if (t < m0 + O) return ramp(m0 - O, t);
        return t > m1 - O ? ramp(m1 - O, t) : 0;
      default:
        return t > m1 + O - C ? ramp(t, m1 + O) : D;
    }
  };
}

/** Numbers between 0 and 1 in a fixed order: xorshift, 32 bits. */
export function uniform(seed: number): () => number {
  let word = seed;
  return () => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return ((word >>> 0) + 0.5) / 2 ** 32;
  };
}

export function pickTimeOf(
  config: Damping & { betaSeconds: number; gapSeconds: number },
  seed: number,
): (last: number) => number {
  const random = uniform(seed);
  const weekend = calendar(config, [0, 0, 0, 0, 0, 1, 1]);
  const warp = (t: number) =>
    t + Math.trunc(config.damping * DAY * Math.sin((2 * Math.PI * ((t % DAY) - 10_800)) / DAY));
  return (from) => {
    let last = from;
    for (;;) {
      const next = warp(last + Math.trunc(-Math.log(random()) * config.betaSeconds) + config.gapSeconds);
      const low = random();
      if (next < last + config.gapSeconds) {
        last += config.gapSeconds;
        continue;
      }
      const w = weekend(next);
      if (w <= 0 || low < 1 - w) return next;
      last = next;
    }
  };
}
