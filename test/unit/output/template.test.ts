import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namesMatch } from "../../../src/output/names/name-match.ts";
import { hasOnlyShare, parseTemplate, withoutShare } from "../../../src/output/names/template.ts";
import { UsageError } from "../../../src/system/errors.ts";

const NEW_YEAR_EVE = Date.UTC(2026, 11, 31, 23, 59, 59, 999);

describe("the parts of a template", () => {
  it.each([
    ["events-{part}.json", ".", "events-000007.json"],
    ["events-{part:8}.json.lz4", ".", "events-00000007.json.lz4"],
    ["out/events-{part:1}.json", "out", "events-7.json"],
    ["/data/a b/dt={date}/hour={hour}/events-{part}.json", "/data/a b", "dt=2026-12-31/hour=23/events-000007.json"],
    ["/{part}", "/", "000007"],
    ["../year={year}/{month}/{day}-{part}", "..", "year=2026/12/31-000007"],
    ["out/x{part}/{part:2}", "out", "x000007/07"],
    ["f(1)+{part}.json", ".", "f(1)+000007.json"],
  ])("%s is in folder %s", (text, folder, name) => {
    const template = parseTemplate(text);
    expect(template.folder).toBe(folder);
    expect(template.nameOf({ part: 7, startMs: NEW_YEAR_EVE })).toBe(name);
    expect(template.matches(name)).toBe(true);
  });

  it.each([
    ["{part}", undefined],
    ["{hour}/{part}", 3600],
    ["{date}/{hour}/{part}", 3600],
    ["{date}/{part}", 86400],
    ["{day}/{part}", 86400],
    ["{month}/{part}", 86400],
    ["{year}/{part}", 86400],
  ])("%s asks for files that end with a period of %s seconds", (text, periodSeconds) => {
    expect(parseTemplate(text).periodSeconds).toBe(periodSeconds);
  });
});

describe("names that could be of the same run", () => {
  const template = parseTemplate("out/dt={date}/events.{part}.json");

  it.each(["dt=2026-01-01/events.000000.json", "dt=1999-12-31/events.1234567.json"])("%s", (name) => {
    expect(template.matches(name)).toBe(true);
  });

  it.each([
    "out/dt=2026-01-01/events.000000.json",
    "dt=2026-01-01/events-000000.json",
    "dt=2026-01-01/events.00000.json",
    "dt=2026-01-01/events.000000.json.lz4",
    "dt=26-01-01/events.000000.json",
    "manifest.json",
  ])("not %s", (name) => {
    expect(template.matches(name)).toBe(false);
  });

  it("match whatever the number and the instant", () => {
    const instant = fc.date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(fc.nat(), instant, (part, start) => {
        const both = parseTemplate("{year}-{month}-{day}T{hour}/{date}/{part:3}.json");
        expect(both.matches(both.nameOf({ part, startMs: start.getTime() }))).toBe(true);
      }),
    );
  });
});

describe("a name is matched without trying", () => {
  it("digits that may be divided in many ways, on which a regular expression would take forever", () => {
    const six = parseTemplate("{part:1}".repeat(6));
    expect(six.matches("7".repeat(200))).toBe(true);
    expect(six.matches(`${"7".repeat(200)}x`)).toBe(false);
    expect(six.matches("7".repeat(5))).toBe(false);
    const many = parseTemplate(`${"{part:1}0".repeat(40)}.json`);
    expect(many.matches(`${"0".repeat(240)}.jsn`)).toBe(false);
    expect(many.matches(`${"0".repeat(240)}.json`)).toBe(true);
    expect(parseTemplate("{part:1}".repeat(100_000)).matches("1234")).toBe(false);
  });

  it("and just as a regular expression would, where that comes to an end", () => {
    const piece = fc.oneof(
      fc.constantFrom("0", "1", "x", "01", "-").map((text) => ({ text })),
      fc.integer({ min: 1, max: 3 }).map((leastDigits) => ({ leastDigits })),
      fc.constantFrom("00", "0000-00").map((digits) => ({ digits })),
    );
    const name = fc.array(fc.constantFrom("0", "1", "x", "-", "٣"), { maxLength: 12 }).map((parts) => parts.join(""));
    const source = (one: { text: string } | { leastDigits: number } | { digits: string }) => {
      if ("text" in one) return one.text;
      return "leastDigits" in one ? `[0-9]{${one.leastDigits},}` : one.digits.replaceAll("0", "[0-9]");
    };
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), name, (pieces, text) => {
        expect(namesMatch(pieces, text)).toBe(new RegExp(`^${pieces.map(source).join("")}$`).test(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a share in a name", () => {
  const share = { index: 2, count: 16 };

  it("is printed so that names sort, and leaves the folder to all shares", () => {
    const template = parseTemplate("out/{share}/events-{part}.json", { share });
    expect(template.folder).toBe("out");
    expect(template.names).toBe("02-of-16/events-{part}.json");
    expect(template.nameOf({ part: 7, startMs: 0 })).toBe("02-of-16/events-000007.json");
    expect(template.matches("02-of-16/events-000007.json")).toBe(true);
    expect(template.matches("03-of-16/events-000007.json")).toBe(false);
  });

  it("may be the only field of a single file", () => {
    expect(hasOnlyShare("a/x-{share}.json")).toBe(true);
    expect(["a/x.json", "a/{share}-{part}.json", "a/{share"].map(hasOnlyShare)).toEqual([false, false, false]);
    expect(withoutShare("a/x-{share}.json", share)).toBe("a/x-02-of-16.json");
  });

  it("without --part is refused", () => {
    expect(() => parseTemplate("e-{share}-{part}.json")).toThrow(/\{share\} is for a share of the users; add --part/);
    expect(() => parseTemplate("e-{share:2}-{part}.json", { share })).toThrow(/only \{part\} takes a number of digits/);
  });
});

describe("numbers that outgrow their width", () => {
  it("are told with the width that would do", () => {
    const template = parseTemplate("events-{part:3}.json");
    expect(template.outgrown(999)).toBeUndefined();
    expect(template.outgrown(1000)).toMatch(/file number 1000 has more than 3 digits.*write \{part:6\}/);
  });

  it("sort in order until then", () => {
    const template = parseTemplate("{part:3}");
    const names = Array.from({ length: 1000 }, (_, part) => template.nameOf({ part, startMs: 0 }));
    expect(names.toSorted()).toEqual(names);
  });

  it("do not matter without a number", () => {
    expect(parseTemplate("{date}.json", { oneFilePerPeriod: true }).outgrown(1e9)).toBeUndefined();
  });
});

describe("templates that are refused", () => {
  it.each([
    ["events.json", /without \{part\}/],
    ["{date}/events.json", /without \{part\}/],
    ["events-{n}.json", /\{n\} is not a field/],
    ["events-{}.json", /\{\} is not a field/],
    ["events-{toString}.json", /\{toString\} is not a field/],
    ["events-{part", /a "\{" has no matching "\}"/],
    ["events-{part{date}}", /a "\{" has no matching "\}"/],
    ["events-part}-{part}", /a "\}" has no matching "\{"/],
    ["a}/events-{part}", /a "\}" has no matching "\{"/],
    ["events-{part:0}", /1 to 15/],
    ["events-{part:16}", /1 to 15/],
    ["events-{part:x}", /is not a field/],
    ["{date:4}-{part}", /only \{part\}/],
    ["{date}/../{part}", /must not have .* or "\.\."/],
    ["{date}/./{part}", /must not have .*, "\." or/],
    ["{date}//{part}", /must not have an empty segment/],
    ["{part}/", /without a file's name/],
    ["", /without/],
    ["a\0{part}", /null character/],
  ])("%j", (text, what) => {
    expect(() => parseTemplate(text)).toThrow(UsageError);
    expect(() => parseTemplate(text)).toThrow(what);
    expect(() => parseTemplate(text)).toThrow(
      /the fields are \{part\} .*\{date\} .*\{hour\} .*\{year\}.*\{month\}.*\{day\}/,
    );
  });

  it("a date that is not full, in place of a number", () => {
    const oneFilePerPeriod = true;
    expect(() => parseTemplate("{month}/{day}.json", { oneFilePerPeriod })).toThrow(/nor a full date/);
    expect(() => parseTemplate("{hour}.json", { oneFilePerPeriod })).toThrow(/nor a full date/);
    expect(parseTemplate("{year}/{month}/{day}.json", { oneFilePerPeriod }).periodSeconds).toBe(86400);
  });
});
