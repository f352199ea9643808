import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED } from "../../support/program/program.ts";

const QUIET = [...FIXED, "--quiet"];

describe("an address", () => {
  it.each(["events.json", "events.msgpack.lz4", "a name with ü and %.json"])(
    "of a file is the path that it stands for: %s",
    async (name) => {
      const folder = temporaryFolder();
      mkdirSync(join(folder, "path"));
      const path = join(folder, "path", name);
      expect(await commandHere([...QUIET, path])).toMatchObject({ code: 0, stderr: "" });
      const address = pathToFileURL(join(folder, "address", name)).href;
      expect(await commandHere([...QUIET, address])).toMatchObject({ code: 0, stderr: "" });
      expect(readdirSync(folder).sort()).toEqual(["address", "path"]);
      expect(readFileSync(join(folder, "address", name)).equals(readFileSync(path))).toBe(true);
    },
  );

  it("of many files has the fields of their names", async () => {
    const folder = temporaryFolder();
    const address = `FILE://${folder}/events-{part:3}.json`;
    expect(await commandHere([...QUIET, "--split-events", "1000", address])).toMatchObject({ code: 0, stderr: "" });
    expect(readdirSync(folder).sort()).toEqual([".eventsim", "events-000.json", "events-001.json"]);
  });

  it.each([
    ["gs://bucket/events.json", "gs://"],
    ["HTTP://host/events.json", "http://"],
    ["constructor://events.json", "constructor://"],
  ])("that no destination has is refused, and no folder is made: %s", async (address, scheme) => {
    const cwd = temporaryFolder();
    const { code, stdout, stderr } = await commandHere([...QUIET, address], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      `eventsim: ${address}: addresses that begin with ${scheme} are not supported; ` +
        "write a path, or an address that begins with file:// or s3:// or webhdfs:// or swebhdfs:// or kafka://\n",
    );
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("is shown without what may be a secret in it", async () => {
    for (const scheme of ["gs", "s3", "webhdfs"]) {
      const secret = `${scheme}://key:hun/ter2@bucket/events.json?token=hunter2`;
      for (const args of [[secret], ["out.json", secret], ["cat", secret], ["x.json", "--manifest", secret]]) {
        const { code, stderr } = await commandHere(args, { cwd: temporaryFolder() });
        expect(code).toBe(2);
        expect(stderr).toContain(`${scheme}://...@bucket/events.json?...`);
        expect(stderr).not.toMatch(/hun|ter2/);
      }
    }
  });

  it("of a topic is no file", async () => {
    for (const args of [
      ["cat", "kafka://host/topic"],
      [...QUIET, "--manifest", "kafka://host/topic", "x.json"],
    ])
      expect(await commandHere(args, { cwd: temporaryFolder() })).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^eventsim: kafka:\/\/host\/topic: is no file of this machine; name one$/m),
      });
  });

  it("of a file on another host is refused", async () => {
    const { code, stderr } = await commandHere([...QUIET, "file://elsewhere/events.json"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^eventsim: file:\/\/elsewhere\/events\.json: is not the address of a file \(/);
  });

  it("is what cat, verify and --manifest take too", async () => {
    const folder = temporaryFolder();
    const addressOf = (name: string) => pathToFileURL(join(folder, name)).href;
    const both = ["--manifest", addressOf("all files"), addressOf("all events.json")];
    expect(await commandHere([...QUIET, ...both])).toMatchObject({ code: 0, stderr: "" });
    expect(readdirSync(folder).sort()).toEqual(["all events.json", "all files"]);
    const { stdout } = await commandHere(["cat", addressOf("all events.json")]);
    expect(stdout).toBe(readFileSync(join(folder, "all events.json"), "utf8"));
    expect(await commandHere(["verify", addressOf("all files")])).toMatchObject({ code: 0 });
    for (const args of [
      ["cat", "gs://b/x"],
      ["verify", "gs://b/x"],
      [...QUIET, "--manifest", "gs://b/x", "x.json"],
    ]) {
      const { code, stderr } = await commandHere(args, { cwd: folder });
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(
          /^eventsim: gs:\/\/b\/x: addresses that begin with gs:\/\/ are not supported; write a path, or an address that begins with file:\/\/ or s3:\/\/ or webhdfs:\/\/ or swebhdfs:\/\/$/m,
        ),
      });
    }
  });

  it("of the output is the file that a trace may not replace", async () => {
    const path = join(temporaryFolder(), "events.json");
    writeFileSync(path, "before");
    const { code, stderr } = await commandHere([...QUIET, "--trace", path, pathToFileURL(path).href]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^eventsim: --trace/) });
    expect(readFileSync(path, "utf8")).toBe("before");
  });
});
