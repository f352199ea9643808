import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIELD_NAMES } from "../../../src/schema/choose.ts";
import { readBytes } from "../../support/read/event-files.ts";
import { mutate, randomNumbers } from "../../support/read/mutation.ts";

const read = (text: string, csvNull?: string) => readBytes(Buffer.from(text), { csvNull });

describe("a reader of CSV", () => {
  it("tells an empty text from null, and puts keys in their order", async () => {
    expect(await read('page,ts,song,userId,length\n"Home",7,,"",\n"x,""y""\n",-8,"é 😀","1",180.0\n')).toEqual({
      text: '{"ts":7,"userId":"","page":"Home"}\n{"ts":-8,"userId":"1","page":"x,\\"y\\"\\n","song":"é 😀","length":180.0}\n',
      failure: "",
    });
  });

  it.each([
    ["carriage returns", 'ts,page\r\n1,"a"\r\n2,b\r\n', '{"ts":1,"page":"a"}\n{"ts":2,"page":"b"}\n'],
    ["a byte order mark", '\ufeff"ts",page\n1,a\n', '{"ts":1,"page":"a"}\n'],
    ["columns that no event has", "hour,ts,x\n07,1,\n", '{"ts":1}\n'],
    ["whole numbers as doubles", "registration,ts\n1000.0,5.\n,6\n", '{"ts":5,"registration":1000}\n{"ts":6}\n'],
    ["numbers of 64 bits", "ts\n9223372036854775807\n", '{"ts":9223372036854775807}\n'],
    [
      "other doubles",
      "length\n1e3\nNaN\n-Infinity\n.5\n",
      ["1000.0", '"NaN"', '"-Infinity"', "0.5"].map((x) => `{"length":${x}}\n`).join(""),
    ],
    ["quoted numbers", '"ts"\n"12"\n', '{"ts":12}\n'],
    ["empty lines", "ts,page\n1,a\n\n2,b\n", '{"ts":1,"page":"a"}\n{"ts":2,"page":"b"}\n'],
    ["a tag that is null", "ts,tag\n1,\n", '{"ts":1,"tag":null}\n'],
    ["no events", "ts,page\n", ""],
  ])("reads %s", async (_, text, lines) => {
    expect(await read(text)).toEqual({ text: lines, failure: "" });
  });

  it("takes a text for null only where it has no quotes", async () => {
    const text = 'ts,page,song,length\n1,"\\N",\\N,\\N\n';
    expect(await read(text, "\\N")).toEqual({ text: '{"ts":1,"page":"\\\\N"}\n', failure: "" });
    expect((await read(text)).failure).toContain(
      "byte 20: row 2: length is \\N, not a number; if the text stands for null, name it with --csv-null",
    );
  });

  it.each([
    ["an open quote", 'ts,page\n1,"a\n', "byte 8: row 2: the file ends within it, as a closing quote is missing"],
    ["no line end", "ts,page\n1,a", "the file ends within a line"],
    ["fewer cells", "ts,page\n1,a\n2\n", "byte 12: row 3: it has 1 cells, and the header has 2"],
    ["a quote in a bare cell", 'ts,page\n1,a"\n', "row 2: a cell has a quote and does not begin with one"],
    ["a text after a quote", 'ts,page\n1,"a" \n', "row 2: something follows the closing quote of a cell"],
    ["no number", "ts\n2026-03-02\n", "row 2: ts is 2026-03-02, not a whole number"],
    ["half a number", "ts\n1.5\n", "row 2: ts is 1.5, not a whole number"],
    ["a number that a terminal would obey", "ts\n\u001b[1m\n", "ts is \\u001B[1m, not a whole number"],
    ["a column twice", "ts,page,ts\n", "row 1: its header has ts twice"],
    ["no field of events", "a,b\n1,2\n", "as no events do"],
  ])("refuses %s", async (_, text, message) => {
    const { failure } = await read(text);
    expect(failure).toContain(message);
  });

  it("prints the rows before a damage", async () => {
    const { text, failure } = await readBytes(Buffer.concat([Buffer.from("ts,page\n1,é\n2,"), Buffer.of(0xff, 10)]));
    expect([text, failure]).toEqual(["", expect.stringContaining("is not UTF-8")]);
    expect((await read("ts,page\n1,é\n2,b\nx,c\n")).text).toBe('{"ts":1,"page":"é"}\n{"ts":2,"page":"b"}\n');
  });

  it("refuses a row that does not end, in bounded memory", async () => {
    const row = Buffer.concat([Buffer.from('ts,page\n1,"'), Buffer.alloc(20 << 20, "a\n")]);
    expect((await readBytes(gzipSync(row, { level: 1 }))).failure).toContain("a row of more than 16 MiB does not end");
  });

  it("reads all texts as they were", async () => {
    const texts = fc.record({
      page: fc.string({ unit: "grapheme" }),
      song: fc.option(fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a") })),
    });
    const quote = (text: string | null) => (text === null ? "" : `"${text.replaceAll('"', '""')}"`);
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { maxLength: 5 }), async (events) => {
        const rows = events.map(({ page, song }) => `${quote(song)},${quote(page)}\n`);
        const { text, failure } = await read(["song,page\n", ...rows].join(""));
        expect(failure).toBe("");
        const back = text
          .split(/\n(?=.)/)
          .filter(Boolean)
          .map((line) => ({ song: null, ...(JSON.parse(line) as object) }));
        expect(back).toEqual(events);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it("ends at changed bytes", async () => {
    const rows = Array.from({ length: 20 }, (_, number) => `${number},"a ""b"" é",,${number}.5\n`);
    const whole = Buffer.from(["ts,page,song,length\n", ...rows].join(""));
    const random = randomNumbers(2);
    for (let run = 0; run < 300; run++) {
      const { failure } = await readBytes(mutate(whole, random));
      if (failure !== "") expect(failure, `run ${run}`).toMatch(/^[^\n]*: damaged at byte \d+: /);
    }
  });

  it("finds a header by any field", async () => {
    for (const name of FIELD_NAMES) expect((await read(`x,${name}\n1,\n`)).failure).toBe("");
  });
});
