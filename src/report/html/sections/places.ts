import type { Report, ReportPlaces } from "../../model.ts";
import { drawBars } from "../charts/bars.ts";
import { Atlas, drawMap, type Spot } from "../charts/map.ts";
import { count, percent } from "../figures.ts";
import { label } from "../markup.ts";
import { type Figure, HALF, missingWithout, type Section } from "./section.ts";

const MOST_BARS = 15;
/** Circles beyond these could not be told from one another. */
const MOST_SPOTS = 1500;
const MOST_NAMES = 8;
/** A name takes a rectangle of the plane, in which no other one may begin. */
const NAME_WIDTH = 120;
const NAME_HEIGHT = 18;

interface Located extends Spot {
  name: string;
}

/** The largest places get their names, unless one stands there already. */
function named(spots: readonly Located[]): Located[] {
  const taken: Spot[] = [];
  return spots.map((spot) => {
    const isFree = taken.every(({ x, y }) => Math.abs(x - spot.x) > NAME_WIDTH || Math.abs(y - spot.y) > NAME_HEIGHT);
    if (taken.length >= MOST_NAMES || !isFree) return spot;
    taken.push(spot);
    return { ...spot, label: label(spot.name.replace(/,[^,]*$/, ""), 18) };
  });
}

function mapFigure({ list, count: distinct }: ReportPlaces): Figure | undefined {
  const atlas = new Atlas();
  const known = list.flatMap(({ location, users }) => {
    const point = atlas.find(location);
    return point === undefined ? [] : [{ ...point, weight: users, name: location }];
  });
  if (known.length === 0) return undefined;
  const shown = [...known].sort((one, other) => other.weight - one.weight).slice(0, MOST_SPOTS);
  const total = list.reduce((sum, { users }) => sum + users, 0);
  const onMap = known.reduce((sum, { weight }) => sum + weight, 0);
  const spoken = {
    id: "map",
    title: "Users by place",
    description:
      `${count(distinct)} places. The area of a circle is the number of users, up to ${count(shown[0]?.weight ?? 0)} in ${label(shown[0]?.name ?? "")}. ` +
      `The map knows the places of ${percent(onMap / Math.max(1, total))} of the users${shown.length < known.length ? `, and has the ${count(shown.length)} largest` : ""}.`,
  };
  return {
    spoken,
    svg: drawMap(spoken, atlas, named(shown)),
    table: {
      head: ["place", "#users", "#events"],
      rows: list.map(({ location, users, events }) => [location, count(users), count(events)]),
    },
    isWide: true,
  };
}

interface Named {
  name: string;
  users: number;
  events: number;
}

function barsFigure(id: string, title: string, heading: string, places: readonly Named[]): Figure {
  const total = places.reduce((sum, { users }) => sum + users, 0);
  const sorted = [...places].sort((one, other) => other.users - one.users || (one.name < other.name ? -1 : 1));
  const spoken = {
    id,
    title,
    description: `${label(sorted[0]?.name ?? "")} has the most users, ${percent((sorted[0]?.users ?? 0) / Math.max(1, total))}.`,
  };
  const bars = sorted.slice(0, MOST_BARS).map(({ name, users }) => ({ name, value: users, says: count(users) }));
  return {
    spoken,
    svg: drawBars(spoken, bars, { width: HALF.width, mostLabel: 26 }),
    table: {
      head: [heading, "#users", "#events"],
      rows: sorted.map(({ name, users, events }) => [name, count(users), count(events)]),
    },
  };
}

/** Where users are. */
export function placesSection({ places }: Report): Section {
  const about = { id: "where", title: "Places" };
  if (places === undefined || places.list.length === 0)
    return { ...about, figures: [], missing: missingWithout("Places") };
  const map = mapFigure(places);
  const towns = places.list.map(({ location, users, events }) => ({ name: location, users, events }));
  const states = places.states.map(({ state, users, events }) => ({ name: state, users, events }));
  const figures = [
    ...(map === undefined ? [] : [map]),
    barsFigure("towns", "Places with the most users", "place", towns),
    ...(states.length === 0 ? [] : [barsFigure("states", "States with the most users", "state", states)]),
  ];
  const missing = map === undefined ? { missing: "The map of the United States has none of these places." } : {};
  return { ...about, figures, ...missing };
}
