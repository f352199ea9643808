import { chmodSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "../../../src/config/read.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { configText, errorsOf, read, thrownBy } from "./broken.ts";

function messageFor(path: string): string {
  return (thrownBy(() => readConfig(path)) as Error).message;
}

test("a path without a file", () => {
  expect(messageFor("no/such.json")).toBe("no/such.json: there is no such file; check the path of the config");
});

test("a folder", () => {
  expect(messageFor(tmpdir())).toBe(`${tmpdir()}: this is a folder; name a config file in it`);
});

test("a path through a file", () => {
  const path = "package.json/config.json";
  const reason = `ENOTDIR: not a directory, open '${path}'`;
  expect(messageFor(path)).toBe(`${path}: cannot be read (${reason}); check the path of the config`);
});

// The superuser may read everything.
test.skipIf(process.getuid?.() === 0)("a file that this user must not read", () => {
  const path = join(temporaryFolder(), "config.json");
  writeFileSync(path, "{}");
  chmodSync(path, 0);
  expect(messageFor(path)).toBe(`${path}: this user may not read the file; change its permissions`);
});

test("no path", () => {
  expect(messageFor("")).toBe("--config: the path is empty; name a config file");
});

test("a device", () => {
  expect(messageFor("/dev/zero")).toBe("/dev/zero: this is a device and no file; name a config file");
});

test("a file of more than 64 MiB, which is not read", () => {
  const path = join(temporaryFolder(), "config.json");
  writeFileSync(path, "{}");
  truncateSync(path, 64 * 2 ** 20 + 1);
  expect(messageFor(path)).toBe(`${path}: more than 64 MiB; this is no config, or it has to say less`);
});

test.each(["", " \n\t\n"])("an empty file: %j", (text) => {
  expect(errorsOf(text)).toEqual(["config.json:1:1: the file is empty; a config is one JSON object"]);
});

test("UTF-8 with a Latin-1 letter in it", () => {
  const bytes = Buffer.concat([Buffer.from('{\n"\u00e4h', "utf8"), Buffer.from('\u00e9": 1}', "latin1")]);
  expect(errorsOf(bytes)).toEqual(["config.json:2:4: not UTF-8 from here on; save the file as UTF-8"]);
});

test("a character cut off by the end of the file", () => {
  const bytes = Buffer.from("{\u20ac", "utf8").subarray(0, 3);
  expect(errorsOf(bytes)).toEqual(["config.json:1:2: not UTF-8 from here on; save the file as UTF-8"]);
});

test("UTF-16 as Windows saves it", () => {
  expect(errorsOf(Buffer.from("\ufeff{}", "utf16le"))).toEqual([
    "config.json:1:1: not UTF-8 from here on; save the file as UTF-8",
  ]);
});

test("a byte order mark and Windows line ends are read, and columns count without the mark", () => {
  expect(read(`\ufeff${configText().replaceAll("\n", "\r\n")}`).config.transitions).toHaveLength(3);
  const [line] = errorsOf(`\ufeff${configText({ alpha: "0" }).replaceAll("\n", "\r\n")}`);
  expect(line).toMatch(/^config\.json:2:10: alpha: /);
});
