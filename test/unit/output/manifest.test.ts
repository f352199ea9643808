import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Manifest, readManifest } from "../../../src/output/manifest/manifest.ts";
import { LOCAL } from "../../../src/output/places/folder.ts";
import { UsageError } from "../../../src/system/errors.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { manifestOf } from "../../support/read/manifest.ts";

const FILES = { "events-000000.json": Buffer.from("{}\n"), "a/events-000001.json": Buffer.from("{}\n{}\n") };

function readText(text: string): Manifest {
  const path = join(temporaryFolder(), "manifest.json");
  writeFileSync(path, text);
  return readManifest(path, LOCAL);
}

describe("a manifest", () => {
  it("is read as it was written", () => {
    const manifest = manifestOf(FILES);
    expect(readText(JSON.stringify(manifest, null, 1))).toEqual(manifest);
  });

  it("may be of the other engine, and of no files", () => {
    expect(readText(JSON.stringify(manifestOf({}, { engine: "interana" })))).toMatchObject({ files: [] });
  });
});

function expectDamaged(text: string, message: RegExp): void {
  expect(() => readText(text)).toThrow(UsageError);
  expect(() => readText(text)).toThrow(message);
  expect(() => readText(text)).toThrow(
    /manifest\.json.*the manifest is damaged, or another program wrote it: restore it/,
  );
}

describe("a damaged manifest", () => {
  it("that is not JSON is reported with its line", () => {
    const text = JSON.stringify(manifestOf(FILES), null, 1);
    expectDamaged("", /manifest\.json:1: this is not JSON/);
    expectDamaged(text.slice(0, -2), new RegExp(`manifest\\.json:${text.split("\n").length - 1}: this is not JSON`));
    expectDamaged(`# eventsim\n\n${text}`, /manifest\.json: this is not JSON \(.*# eventsim/s);
    expectDamaged(text.replace('"seed"', "seed"), /manifest\.json:\d+: this is not JSON/);
  });

  it.each(["[]", "null", "7", '"text"'])("that is %s", (text) => {
    expectDamaged(text, /manifest\.json: it must be an object/);
  });

  const changes: [RegExp, (manifest: Manifest) => unknown][] = [
    [/template is missing and must be a text/, (manifest) => delete (manifest as Partial<Manifest>).template],
    [
      /engine is "other" and must be a number or "interana"/,
      (manifest) => Object.assign(manifest, { engine: "other" }),
    ],
    [/files is \{\} and must be a list/, (manifest) => Object.assign(manifest, { files: {} })],
    [/totals\.events is -1 and must be a whole number >= 0/, ({ totals }) => (totals.events = -1)],
    [/files\[1\]\.bytes is 1\.5/, ({ files }) => (files[1]!.bytes = 1.5)],
    [/files\[0\]\.sha256 is "abc" and must be 64 hex/, ({ files }) => (files[0]!.sha256 = "abc")],
    [/files\[0\]\.start\.skip is missing/, ({ files }) => delete (files[0]!.start as Partial<{ skip: number }>).skip],
    [/files\[1\] must be an object/, ({ files }) => files.splice(1, 1, null as never)],
    [/files\[1\]\.name is that of files\[0\]/, ({ files }) => (files[1]!.name = files[0]!.name)],
    [/id is es1-0000-.* but its identity has the id es1-/, (manifest) => (manifest.id = "es1-0000-0000-0000-0000")],
    [/its identity has the id/, (manifest) => (manifest.identity = { engine: 2 })],
  ];
  it.each(changes)("in which %s", (message, change) => {
    const manifest = manifestOf(FILES);
    change(manifest);
    expectDamaged(JSON.stringify(manifest), message);
  });

  it.each(["/etc/passwd", "../other", "a/../../b", "a//b", "./a", "", "a\0"])("that leads to %j", (name) => {
    expectDamaged(JSON.stringify(manifestOf({ [name]: Buffer.from("") })), /files\[0\]\.name is .* below the folder/);
  });

  it("that is not there, or a folder", () => {
    const folder = temporaryFolder();
    expect(() => readManifest(folder, LOCAL)).toThrow(/cannot be read \(it is not a regular file\)/);
    expect(() => readManifest(join(folder, "manifest.json"), LOCAL)).toThrow(/cannot be read \(ENOENT/);
  });
});
