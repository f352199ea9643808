import { FUNNELS, type Sessions } from "../collect/sessions.ts";
import type { ReportFunnel, ReportSessions } from "../model.ts";
import { distributionOf } from "./distribution.ts";

export function sessionsOf(sessions: Sessions): ReportSessions {
  return {
    count: sessions.count,
    events: distributionOf(sessions.eventCounts.slice().sort(), { isTime: false }),
    songs: distributionOf(sessions.songCounts.slice().sort(), { isTime: false }),
    seconds: distributionOf(sessions.lengths().sort(), { isTime: true, unit: 1000 }),
  };
}

export function funnelsOf(sessions: Sessions): ReportFunnel[] {
  return FUNNELS.map(({ name, pages }, funnel): ReportFunnel => {
    const counts = [sessions.count, ...sessions.stepsOf(funnel)];
    const steps = counts.map((count, step) => ({
      page: step === 0 ? null : pages[step - 1]!,
      sessions: count,
      rate: share(count, counts[Math.max(0, step - 1)]!),
      rateOfAll: share(count, sessions.count),
    }));
    return { name, steps };
  });
}

/** 0 of nothing. */
export const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
