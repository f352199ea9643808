import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Case, Kind } from "./case.ts";
import { edited, edits } from "./changes.ts";

const FORMATS = ["json", "msgpack"];
const CODECS = ["none", "gzip", "lz4", "zstd"];
/** `cat` ends with 1 or 2 where a file is damaged. */
const CODES = [0, 1, 2];

/** The same events in each format and codec. */
function makeFiles(): Buffer[] {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-fuzz-base-"));
  const cli = join(process.cwd(), "dist", "program", "main.js");
  const run = ["-n", "20", "-s", "2026-01-05T00:00:00", "-e", "2026-01-06T00:00:00", "--events", "400", "--quiet"];
  try {
    return FORMATS.flatMap((format) =>
      CODECS.map((codec) => {
        const path = join(folder, `${format}-${codec}.data`);
        const { status, stderr } = spawnSync(
          process.execPath,
          [cli, ...run, "--format", format, "--compress", codec, path],
          { encoding: "utf8" },
        );
        if (status !== 0) throw new Error(`fuzz: the events could not be made: ${stderr}`);
        return readFileSync(path);
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const events: Kind = {
  name: "events",
  async prepare() {
    const files = makeFiles();
    const caseOf = (bytes: Buffer, args: readonly string[]): Case => ({ files: { events: bytes }, args, codes: CODES });
    const args = fc.constantFrom(
      ["cat", "events"],
      ["cat", "events", "--where", "page=NextSong", "--head", "5"],
      ["cat", "events", "--where", "userId=3"],
    );
    return fc
      .tuple(fc.nat(files.length - 1), edits, args)
      .map(([index, all, chosen]) => caseOf(edited(files[index] as Buffer, all), chosen));
  },
};
