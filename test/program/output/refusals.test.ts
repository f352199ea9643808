import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { WEEK } from "../../support/program/here.ts";

const EVENTS = ["--split-events", "10"];

/** Arguments, in which FOLDER is an empty folder, and the expected message. */
it.each<[string, RegExp]>([
  ["--split-events 10", /split output goes to files: give a name such as data\/events-\{part\}\.json/],
  ["--split-time 1h --resume", /split output goes to files/],
  ["--split-events 0 FOLDER/e", /--split-events .*a whole number from 1 to/],
  ["--split-events 1.5 FOLDER/e", /--split-events .*a whole number/],
  ["--split-size 0 FOLDER/e", /--split-size .*a number of bytes, such as 500M, 1G or 1000000/],
  ["--split-size 5X FOLDER/e", /--split-size .*a number of bytes/],
  ["--split-size=-1 FOLDER/e", /--split-size .*a number of bytes/],
  ["--split-time 0 FOLDER/e", /--split-time .*a duration, such as 90s, 15min, 1h, 1d or 1w/],
  ["--split-time 1mo FOLDER/e", /--split-time .*a duration/],
  ["--split-time 3651000000w FOLDER/e", /--split-time .*a duration/],
  [
    "FOLDER/e-{part}.json",
    /e-\{part\}\.json: when shall a file end\? Add --split-events, --split-size or --split-time/,
  ],
  ["--split-events 10 FOLDER/e-{number}.json", /\{number\} is not a field; the fields are \{part\}/],
  ["--split-events 10 FOLDER/{date}.json", /without \{part\} several files would have the same name/],
  ["--split-size 1M FOLDER/{date}/{hour}.json", /without \{part\}/],
  ["FOLDER/{hour}.json", /neither \{part\} nor a full date/],
  ["--split-time 7h FOLDER/{date}/{part}.json", /--split-time of 25200 seconds does not divide the 86400 seconds/],
  ["--split-time 2h FOLDER/{date}-{hour}.json", /--split-time of 7200 seconds does not divide the 3600 seconds/],
  ["--split-events 10 FOLDER/{part", /a "\{" has no matching "\}"/],
  ["--split-events 10 FOLDER/{part}/../x", /must not have .* or "\.\."/],
  ["--resume FOLDER/e", /--resume is for output in many files: add --split-events, --split-size or --split-time/],
  ["--only-parts 1 FOLDER/e", /--only-parts is for output in many files/],
  [
    "--split-events 10 --only-parts 1 --resume FOLDER/e",
    /--resume makes all .* --only-parts those that you name: choose one/,
  ],
  ["--split-events 10 --only-parts 3-1 FOLDER/e", /--only-parts .*a list of file numbers, such as 17,40-43/],
  ["--split-events 10 --only-parts x FOLDER/e", /--only-parts .*a list of file numbers/],
  [
    "--split-events 10 --manifest FOLDER/else/m.json FOLDER/e",
    /stands in their folder; write --manifest .*\/m\.json$/m,
  ],
  [
    "--manifest FOLDER/deep/m.json FOLDER/e.json",
    /must stand in the folder of the output, .* write --manifest .*\/\.eventsim\/_manifest$/m,
  ],
  ["--manifest FOLDER/e.json FOLDER/e.json", /have another name/],
  ["--split-events 10 /dev/null", /\/dev\/null: is not a regular file, as split output needs/],
  ["--split-events 10 FOLDER", /: is a folder; name files in it, such as .*\/events-\{part\}\.json$/m],
  [
    "--split-events 10 /proc/eventsim/e",
    /^eventsim: \/proc\/eventsim: cannot be written \(.*\); name a file in a folder that you may write to$/m,
  ],
])("%s is refused with exit code 2", async (line, message) => {
  const folder = fastFolder();
  const values = line.split(" ").map((word) => word.replace("FOLDER", folder));
  const { code, stdout, stderr } = await commandHere([...WEEK, "--workers", "1", ...values]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^eventsim: /);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/please report/);
  expect(contentOf(folder).size).toBe(0);
});

it("a file in the place of the folder is refused, and stays", async () => {
  const folder = fastFolder();
  writeFileSync(join(folder, "file"), "stays");
  const { code, stderr } = await commandHere([...WEEK, ...EVENTS, join(folder, "file", "e.json")]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^eventsim: .*e\.json: cannot be used as output \(ENOTDIR.*\); name another file$/m);
  expect(contentOf(folder)).toEqual(new Map([["file", Buffer.from("stays")]]));
});

it("a pipe in the place of the files is refused", async () => {
  const pipe = join(fastFolder(), "pipe");
  execFileSync("mkfifo", [pipe]);
  const { code, stderr } = await commandHere([...WEEK, ...EVENTS, pipe]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`${pipe}: is not a regular file`) });
});

it("a folder in the place of a file ends the run with exit code 1, and stays", async () => {
  const folder = fastFolder();
  mkdirSync(join(folder, "e-000002.json", "inner"), { recursive: true });
  const { code, stderr } = await commandHere([...WEEK, "--split-events", "1000", join(folder, "e.json")]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^eventsim: .*e-000002\.json: could not write \(EISDIR/m);
  expect([...contentOf(folder).keys()].filter((name) => name.endsWith(".partial"))).toEqual([]);
});
