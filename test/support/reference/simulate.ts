import { eventsOf } from "./advance.ts";
import { encode } from "./encode.ts";
import { prepare, type Settings } from "./model.ts";
import { arrivalTimes, makePerson } from "./population.ts";

export type { Settings } from "./model.ts";

/** The lines of a run in their order, each with its LF. */
export function simulate(settings: Settings): string[] {
  const model = prepare(settings);
  const written: { t: number; line: string }[] = [];
  arrivalTimes(model).forEach((arrival, index) => {
    const person = makePerson(model, index, arrival);
    for (const session of eventsOf(model, person)) {
      if (session.t >= 0 && session.t < model.windowSeconds)
        written.push({ t: session.t, line: encode(model, person, session) });
    }
  });
  // The sort is stable, so that equal times keep the order of users and of each user's own sequence.
  return written.sort((a, b) => a.t - b.t).map(({ line }) => line);
}
