// Makes data/map-states.tsv and data/map-places.tsv: the outlines of the states of the United States, and where the towns of
// places.tsv are, both in the plane of us-atlas: Albers' projection, 975 wide and 610 high, Alaska and Hawaii below the others.
import { withNpmPackages } from "./packages.mjs";
import { compareText, writeRows } from "./table.mjs";
import { readTowns } from "./towns.mjs";

const PACKAGES = ["us-atlas@3.0.1", "topojson-client@3.1.0", "topojson-simplify@3.0.3", "d3-geo@3.1.2"];
/** The smallest triangle of a border that is kept, and the smallest island, in units of the plane squared. */
const FINEST_TRIANGLE = 1;
const FINEST_RING = 12;
/** us-atlas states these for its projected files. */
const SCALE = 1300;
const MIDDLE = [487.5, 305];
/** FIPS codes of the states, as the census numbers them, and the letters that addresses have. */
const LETTERS =
  "01AL 02AK 04AZ 05AR 06CA 08CO 09CT 10DE 11DC 12FL 13GA 15HI 16ID 17IL 18IN 19IA 20KS 21KY 22LA 23ME 24MD 25MA 26MI 27MN 28MS 29MO 30MT " +
  "31NE 32NV 33NH 34NJ 35NM 36NY 37NC 38ND 39OH 40OK 41OR 42PA 44RI 45SC 46SD 47TN 48TX 49UT 50VT 51VA 53WA 54WV 55WI 56WY";
const STATES = new Map(LETTERS.split(" ").map((code) => [code.slice(0, 2), code.slice(2)]));

/** A ring in whole units as a path: a move, then lines, each relative to the point before; points that fall together are one. */
function pathOf(ring) {
  const points = ring.map((point) => point.map(Math.round));
  const distinct = points.filter(
    ([x, y], index) => index === 0 || x !== points[index - 1][0] || y !== points[index - 1][1],
  );
  const steps = distinct.map(([x, y], index) => {
    const [lastX, lastY] = distinct[index - 1] ?? [0, 0];
    return `${x - lastX},${y - lastY}`;
  });
  return distinct.length < 5 ? "" : `m${steps.slice(0, -1).join(" ")}z`;
}

/** Paths that follow one another begin relative to the end of the one before, so each starts anew. */
function outlineOf({ type, coordinates }) {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  return polygons
    .flat()
    .map(pathOf)
    .filter((path) => path !== "")
    .map((path) => path.replace("m", "M").replace(" ", "l"))
    .join("");
}

function statesOf(load) {
  const { feature } = load("topojson-client");
  const { presimplify, simplify, filter, filterWeight } = load("topojson-simplify");
  const topology = simplify(presimplify(load("us-atlas/states-albers-10m.json")), FINEST_TRIANGLE);
  const kept = filter(topology, filterWeight(topology, FINEST_RING));
  return feature(kept, kept.objects.states)
    .features.filter(({ id, geometry }) => STATES.has(id) && geometry !== null)
    .map(({ id, properties, geometry }) => [STATES.get(id), properties.name, outlineOf(geometry)])
    .sort(([one], [other]) => compareText(one, other));
}

/** Of two towns of one name in one state the larger one, as in places.tsv. */
function placesOf(towns, project) {
  const largest = new Map();
  for (const town of towns)
    if (!(largest.get(town.place)?.population >= town.population)) largest.set(town.place, town);
  return [...largest.values()]
    .map(({ place, longitude, latitude }) => [place, project([longitude, latitude])])
    .filter(([, point]) => point !== null)
    .map(([place, point]) => [place, ...point.map((value) => Math.round(value))])
    .sort(([one], [other]) => compareText(one, other));
}

const towns = await readTowns();
await withNpmPackages(PACKAGES, async (load) => {
  // A module of ECMAScript, which Node 20 cannot load otherwise.
  const { geoAlbersUsa } = await import(load.resolve("d3-geo"));
  writeRows("map-states.tsv", ["state", "name", "outline"], statesOf(load));
  writeRows("map-places.tsv", ["place", "x", "y"], placesOf(towns, geoAlbersUsa().scale(SCALE).translate(MIDDLE)));
});
