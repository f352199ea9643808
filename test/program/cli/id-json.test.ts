import { describe, expect, it } from "vitest";
import { bytesHere } from "../../support/program/command-here.ts";
import { schemaAs } from "../../support/schema/outputs.ts";

const RUN = ["--nusers", "7", "--start-time", "2026-01-05T00:00:00.250", "--end-time", "2026-01-06", "--quiet"];

interface Described {
  id: string;
  window: { start: string; end: string; startMs: number; endMs: number };
  users: number;
  fields: { name: string; type: string; nullable: boolean }[];
}

const described = async (...options: string[]) =>
  JSON.parse(String(await bytesHere("id", "--json", ...RUN, ...options))) as Described;

describe("eventsim id --json", () => {
  it("has the id that it prints without", async () => {
    expect(`${(await described()).id}\n`).toBe(String(await bytesHere("id", ...RUN)));
  });

  it("has the window, whose end is a whole number of seconds after its start", async () => {
    expect((await described()).window).toEqual({
      start: "2026-01-05T00:00:00.250",
      end: "2026-01-06T00:00:00.250",
      startMs: Date.parse("2026-01-05T00:00:00.250Z"),
      endMs: Date.parse("2026-01-06T00:00:00.250Z"),
    });
  });

  it("has the users at the start and the fields, as the schema of Avro has them", async () => {
    const { users, fields } = await described("--tag", "trial");
    const { fields: wanted } = JSON.parse(await schemaAs("avro", "--tag", "trial")) as {
      fields: { name: string; type: unknown }[];
    };
    expect(users).toBe(7);
    expect(fields.map(({ name }) => name)).toEqual(wanted.map(({ name }) => name));
    expect(fields.map(({ nullable }) => nullable)).toEqual(wanted.map(({ type }) => Array.isArray(type)));
    const instants = wanted.filter(({ type }) => JSON.stringify(type).includes("timestamp-millis"));
    expect(fields.filter(({ type }) => type === "instant").map(({ name }) => name)).toEqual(
      instants.map(({ name }) => name),
    );
    expect((await described()).fields.map(({ name }) => name)).not.toContain("tag");
  });
});
