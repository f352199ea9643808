import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "../../../src/config/read.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { configText } from "../../unit/config/broken.ts";

function pipe(): string {
  const path = join(temporaryFolder(), "pipe");
  execFileSync("mkfifo", [path]);
  return path;
}

test("a pipe without a writer", () => {
  const path = pipe();
  expect(() => readConfig(path)).toThrow(`${path}: nobody writes to this pipe; name a config file`);
});

test("a pipe with a slow writer is read once and asked for again", () => {
  const path = pipe();
  const text = configText({ tag: '"from a pipe"' });
  const writer = `(printf %s "$1"; sleep 0.3; printf %s "$2") > "$0"`;
  spawn("sh", ["-c", writer, path, text.slice(0, 100), text.slice(100)], { stdio: "ignore" });
  expect(readConfig(path).config.tag).toBe("from a pipe");
  expect(readConfig(path).config.tag).toBe("from a pipe");
});
