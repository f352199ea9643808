import { describe, expect, test } from "vitest";
import { encode, javaDouble, quote } from "../../support/reference/encode.ts";
import { prepare, type Site } from "../../support/reference/model.ts";
import { makePerson } from "../../support/reference/population.ts";
import { smallConfig, smallSettings } from "../../support/reference/sample.ts";

// The rules are those of the documentation of java.lang.Double.toString.
test("javaDouble prints as Java does", () => {
  const known: [number, string][] = [
    [172.90404, "172.90404"],
    [180, "180.0"],
    [0.001, "0.001"],
    [0.00099, "9.9E-4"],
    [0.0005, "5.0E-4"],
    [9999999, "9999999.0"],
    [9999999.5, "9999999.5"],
    [1e7, "1.0E7"],
    [12345678.9, "1.23456789E7"],
    [1e22, "1.0E22"],
  ];
  for (const [value, text] of known) {
    expect(javaDouble(value)).toBe(text);
    expect(Number(text)).toBe(value);
  }
});

describe("quote", () => {
  test("escapes quotes, backslashes and control characters, and nothing else", () => {
    expect(quote('a"b\\c/d')).toBe('"a\\"b\\\\c/d"');
    expect(quote("\b\t\n\f\r\u0000\u001f\u007f\u2028é😀")).toBe('"\\b\\t\\n\\f\\r\\u0000\\u001F\u007f\u2028é😀"');
  });

  test("is read back by JSON.parse", () => {
    const text = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).join("");
    expect(JSON.parse(quote(text))).toBe(text);
  });
});

describe("encode", () => {
  const site: Site = {
    page: "NextSong",
    auth: "Logged In",
    method: "PUT",
    status: 200,
    level: "free",
    bounds: [],
    next: [],
  };
  const model = prepare(smallSettings({ startMilliseconds: 7, firstUserId: 4294967295, tag: 'a"b' }));
  const person = makePerson(model, 0, 0);
  const session = { number: 12, t: 5, site, item: 3, song: { index: 1, endSeconds: 95 } };

  test("writes the keys in order, each with its value", () => {
    const line = encode(model, person, session);
    const start = model.startSeconds * 1000 + 7;
    const expected = {
      ts: start + 5000,
      userId: "4294967295",
      sessionId: 4294967295000012,
      page: "NextSong",
      auth: "Logged In",
      method: "PUT",
      status: 200,
      level: "free",
      itemInSession: 3,
      location: "Paris, TX",
      userAgent: '"Browser" 1.0',
      lastName: model.catalog.lastNames.text[person.lastName],
      firstName: model.catalog.firstNames.text[person.firstName],
      registration: start + person.registrationSeconds * 1000,
      gender: model.catalog.firstNames.gender[person.firstName],
      tag: 'a"b',
      artist: "Two",
      song: "Short",
      length: 90.25,
    };
    expect(line).toBe(`${JSON.stringify(expected)}\n`);
  });

  test("hides who it is where the configuration says so", () => {
    const hidden = smallConfig({ showUserDetails: new Map([["Logged In", false]]) });
    const event = JSON.parse(encode({ ...model, config: hidden }, person, session));
    expect(event.userId).toBe("");
    expect(event.sessionId).toBe(4294967295000012);
    expect(event).not.toHaveProperty("location");
    expect(event).not.toHaveProperty("gender");
    expect(event).toHaveProperty("tag");
    expect(event).toHaveProperty("artist");
  });

  test("has no song on other pages, and no tag unless one is set", () => {
    const { tag: _, ...untagged } = model;
    const event = JSON.parse(encode(untagged, person, { ...session, site: { ...site, page: "Home" } }));
    expect(Object.keys(event).at(-1)).toBe("gender");
  });
});
