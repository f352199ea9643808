import type { Report } from "../model.ts";
import { compareTexts } from "./order.ts";
import { share } from "./sessions.ts";

/** Events by name, the most frequent first. */
function frequencies(
  counts: Iterable<readonly [name: string, events: number]>,
): { name: string; events: number; share: number }[] {
  const list = [...counts].filter(([, events]) => events > 0);
  const total = list.reduce((sum, [, events]) => sum + events, 0);
  return list
    .sort(([one, ones], [other, others]) => others - ones || compareTexts(one, other))
    .map(([name, events]) => ({ name, events, share: share(events, total) }));
}

/** The pages and levels of a report, from events by name. */
export function mixOf(
  pages: Iterable<readonly [name: string, events: number]>,
  levels: Iterable<readonly [name: string, events: number]>,
): Pick<Report, "pages" | "levels"> {
  return {
    pages: frequencies(pages).map(({ name, ...others }) => ({ page: name, ...others })),
    levels: frequencies(levels).map(({ name, ...others }) => ({ level: name, ...others })),
  };
}
