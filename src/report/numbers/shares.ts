import { compareTexts } from "./order.ts";
import { share } from "./sessions.ts";

/** Events by name, the most frequent first. */
export function frequencies(
  counts: Iterable<readonly [name: string, events: number]>,
): { name: string; events: number; share: number }[] {
  const list = [...counts].filter(([, events]) => events > 0);
  const total = list.reduce((sum, [, events]) => sum + events, 0);
  return list
    .sort(([one, ones], [other, others]) => others - ones || compareTexts(one, other))
    .map(([name, events]) => ({ name, events, share: share(events, total) }));
}
