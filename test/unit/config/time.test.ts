import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatExactly, formatInstant, parseInstant, parseLocalDateTime } from "../../../src/config/time.ts";

describe("the syntax of LocalDateTime.parse", () => {
  test.each([
    ["1970-01-01T00:00", 0, 0],
    ["1970-01-01T00:00:01", 1, 0],
    ["1969-12-31T23:59:59.999", -1, 999],
    // Known day counts: year 0 begins 719,528 days before 1970, year 10,000 2,932,897 days after it.
    ["0000-01-01T00:00:00", -719_528 * 86_400, 0],
    ["9999-12-31T23:59:59", 2_932_897 * 86_400 - 1, 0],
    ["2000-02-29T00:00:00", 951_782_400, 0],
    ["2000-02-29t00:00:00z", 951_782_400, 0],
    ["2000-02-29T00:00:00Z", 951_782_400, 0],
    ["2000-02-29T00:00:00.", 951_782_400, 0],
    ["2000-02-29T00:00:00.5", 951_782_400, 500],
    ["2000-02-29T00:00:00.0419", 951_782_400, 41],
    ["2000-02-29T00:00:00.123999999", 951_782_400, 123],
  ])("%s", (text, seconds, milliseconds) => {
    expect(parseLocalDateTime(text)).toMatchObject({ seconds, milliseconds, text });
  });

  test.each([
    ["2000-02-29T00:00:00", 0],
    ["2000-02-29T00:00:00.5", 500_000_000],
    ["2000-02-29T00:00:00.0419", 41_900_000],
    ["2000-02-29T00:00:00.123456789", 123_456_789],
  ])("the fraction of %s", (text, nanoseconds) => {
    expect(parseLocalDateTime(text)?.nanoseconds).toBe(nanoseconds);
    expect(formatExactly(951_782_400, nanoseconds)).toBe(text.replace(".5", ".500"));
  });
});

test.each([
  "",
  "2026-01-01",
  "2026-01-01 00:00:00",
  "2026-01-01T00",
  "2026-01-01T24:00:00",
  "2026-01-01T23:60:00",
  "2026-01-01T23:59:60",
  "2026-02-29T00:00:00",
  "1900-02-29T00:00:00",
  "2026-04-31T00:00:00",
  "2026-00-10T00:00:00",
  "2026-13-01T00:00:00",
  "2026-01-00T00:00:00",
  "26-01-01T00:00:00",
  "+12026-01-01T00:00:00",
  "-0001-01-01T00:00:00",
  "2026-1-1T00:00:00",
  "2026-01-01T00:00.5",
  "2026-01-01T00:00:00.1234567890",
  "2026-01-01T00:00:00+02:00",
  " 2026-01-01T00:00:00",
  "2026-01-01T00:00:00\n",
  "\u0662026-01-01T00:00:00",
])("%j is no date-time", (text) => {
  expect(parseLocalDateTime(text)).toBeUndefined();
});

test("each month has its days", () => {
  for (const year of [1900, 1996, 2000, 2026]) {
    const leaps = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    const days = [31, leaps ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (const [index, last] of days.entries()) {
      const month = String(index + 1).padStart(2, "0");
      expect(parseLocalDateTime(`${year}-${month}-${last}T00:00`)).toBeDefined();
      expect(parseLocalDateTime(`${year}-${month}-${last + 1}T00:00`)).toBeUndefined();
    }
  }
});

describe("formatInstant", () => {
  test("prints a fraction only where there is one", () => {
    expect(formatInstant(0, 0)).toBe("1970-01-01T00:00:00");
    expect(formatInstant(-1, 50)).toBe("1969-12-31T23:59:59.050");
    expect(formatInstant(951_782_400, 7)).toBe("2000-02-29T00:00:00.007");
  });

  test("is read back", () => {
    const seconds = fc.integer({ min: -719_528 * 86_400, max: 2_932_897 * 86_400 - 1 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 999 }), (whole, milliseconds) => {
        const text = formatInstant(whole, milliseconds);
        expect(parseLocalDateTime(text)).toMatchObject({ seconds: whole, milliseconds, text });
      }),
      { seed: 3 },
    );
  });
});

describe("an instant as people write it", () => {
  // Seconds since 1970 by `date -u -d ... +%s` of coreutils.
  test.each([
    ["2026-01-31", 1_769_817_600],
    ["2026-01-31T18:30", 1_769_884_200],
    ["2026-01-31 18:30:00", 1_769_884_200],
    ["2026-01-31T18:30:00Z", 1_769_884_200],
    ["2026-01-31 18:30:00Z", 1_769_884_200],
    ["2026-01-31T18:30:00+02:00", 1_769_877_000],
    ["2026-01-31T18:30:00+0200", 1_769_877_000],
    ["2026-01-31 18:30+02", 1_769_877_000],
    ["2026-01-31T18:30:00-05:45", 1_769_904_900],
    ["2026-01-01T00:00:00+18:00", 1_767_160_800],
  ])("%s", (text, seconds) => {
    expect(parseInstant(text)).toMatchObject({ seconds, nanoseconds: 0, text });
  });

  test("keeps its fraction whatever its offset", () => {
    expect(parseInstant("2026-01-31T18:30:00.123456789+02:00")).toMatchObject({
      seconds: 1_769_877_000,
      milliseconds: 123,
      nanoseconds: 123_456_789,
    });
  });

  test("is every date-time that was one before", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => {
          const text = date.toISOString();
          expect(parseInstant(text)).toEqual(parseLocalDateTime(text));
        },
      ),
    );
  });

  test.each([
    ...["", "today", "2026-02-30", "2026-1-1", "2026-01-31T", "2026-01-31+02:00", "2026-01-31T18:30:00+2", "20260131"],
    ...[
      "2026-01-31T18:30:00+18:01",
      "2026-01-31T18:30:00+02:60",
      "2026-01-31T18:30:00Z+02:00",
      "2026-01-31T18:30:00 +02:00",
    ],
    ...["2026-01-31  18:30:00", " 2026-01-31", "2026-01-31\n", "2026-01-31T18:30:00++02:00", "1769884200"],
  ])("%j is none", (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});
