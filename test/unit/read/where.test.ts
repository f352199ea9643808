import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineFilter } from "../../../src/read/where.ts";
import { UsageError } from "../../../src/system/errors.ts";
import { javaDouble, quote } from "../../support/reference/encode.ts";

/** Short texts made of what could be mistaken for the borders between keys and values. */
const texts = fc.string({ unit: fc.constantFrom("a", '"', "\\", ":", ",", "}", "1", "0", "é"), maxLength: 4 });
const events = fc.record({
  ts: fc.nat({ max: 20 }).map(String),
  page: texts.map(quote),
  status: fc.constantFrom("2", "20", "200"),
  song: texts.map(quote),
  length: fc.constantFrom(1, 1.5, 10, 1e7).map(javaDouble),
});
const conditions = fc.record(
  { ts: fc.constantFrom("1", "11", "0"), page: texts, status: fc.constantFrom("2", "20", "00"), song: texts },
  { requiredKeys: [] },
);

function lineOf(event: Record<string, string>): string {
  return `{${Object.entries(event)
    .map(([key, json]) => `"${key}":${json}`)
    .join(",")}}\n`;
}

function pick(lines: readonly string[], wanted: readonly string[]): string {
  return new LineFilter(wanted).pick(Buffer.from(lines.join(""))).toString();
}

describe("a filter of lines", () => {
  it("picks those that a reader of JSON would pick", () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), conditions, (list, wanted) => {
        const lines = list.map(lineOf);
        const holds = (line: string) =>
          Object.entries(wanted).every(([key, value]) => String(JSON.parse(line)[key]) === value);
        const options = Object.entries(wanted).map(([key, value]) => `${key}=${value}`);
        expect(pick(lines, options)).toBe(lines.filter(holds).join(""));
      }),
      { numRuns: 2000 },
    );
  });

  it("compares the values of the line", () => {
    const lines = [{ length: "180.0" }, { length: '"180.0"' }, { length: "180.01" }, { length: "1.0E7" }].map(lineOf);
    expect(pick(lines, ["length=180.0"])).toBe(lines.slice(0, 2).join(""));
    expect(pick(lines, ["length=180"])).toBe("");
    expect(pick(lines, ["length=1.0E7"])).toBe(lines[3]);
  });

  it("takes a value with anything in it, and an empty one", () => {
    const lines = [{ userId: '""' }, { userId: '"a=b"' }].map(lineOf);
    expect(pick(lines, ["userId="])).toBe(lines[0]);
    expect(pick(lines, ["userId=a=b"])).toBe(lines[1]);
  });

  it("finds the original's values for a missing number or tag", () => {
    const lines = [
      { tag: "null", length: '"NaN"' },
      { tag: '"null"', length: '"-Infinity"' },
      { tag: '"nullable"', length: "-7.25" },
    ].map(lineOf);
    expect(pick(lines, ["tag=null"])).toBe(`${lines[0]}${lines[1]}`);
    expect(pick(lines, ["length=NaN"])).toBe(lines[0]);
    expect(pick(lines, ["length=-Infinity"])).toBe(lines[1]);
    expect(pick(lines, ["length=-7.25"])).toBe(lines[2]);
  });

  it("can be used again for other lines", () => {
    const filter = new LineFilter(["page=Home"]);
    const [home, help] = [Buffer.from('{"page":"Home"}\n'), Buffer.from('{"page":"Help"}\n')];
    expect([home, help, home].map((lines) => filter.pick(lines).toString())).toEqual([`${home}`, "", `${home}`]);
  });

  it.each([
    ["page", /--where page: write it as key=value, such as page=NextSong/],
    ["=NextSong", /write it as key=value/],
    ["pgae=Home", /no event has a key "pgae"; did you mean "page"\?/],
    ["status=OK", /--where status=OK: status is a whole number; no event has this value/],
    ["ts=1e3", /ts is a whole number/],
    ["sessionId=", /sessionId is a whole number/],
    ["length=3:00", /length is a number as events have it, such as 180\.0; no event has this value/],
    ["colour=red", /no event has a key "colour"; the keys are ts, userId, .*, length/],
  ])("refuses %s", (text, message) => {
    expect(() => new LineFilter([text])).toThrow(UsageError);
    expect(() => new LineFilter([text])).toThrow(message);
  });
});
