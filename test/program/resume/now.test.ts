// A window that is relative to the present: --resume goes on with that of the interrupted run.
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { FailingFiles } from "../../support/files/failing-files.ts";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { digestsOf, failureOf, manifestIn, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";

const NOON = Date.UTC(2026, 0, 15, 12);
const DAY_MS = 86_400_000;
const ABSOLUTE = [...QUICK_WEEK, "-s", "2026-01-08T12:00:00", "-e", "2026-01-15T12:00:00", "--split-events", "500"];

/** Sets the clock that the command reads. */
function setClock(milliseconds: number): void {
  vi.spyOn(Date, "now").mockReturnValue(milliseconds);
}

afterEach(() => void vi.restoreAllMocks());

it.each([
  ["both ends", ["-s", "now-7d", "-e", "now"]],
  ["the start", ["-s", "-1w", "-e", "2026-01-15T12:00:00"]],
  ["the end", ["-s", "2026-01-08T12:00:00", "-e", "now"]],
])("%s", async (_, instants) => {
  const values = [...QUICK_WEEK, ...instants, "--split-events", "500"];
  const folder = fastFolder();
  setClock(NOON + 789);
  const files = new FailingFiles("rename", 8);
  await failureOf([...values, join(folder, "events.json")], { files, snapshotMs: 0 });
  await files.quiet();
  setClock(NOON + 3 * DAY_MS);
  await runHere([...values, "--resume", join(folder, "events.json")]);
  const content = contentOf(folder);
  vi.restoreAllMocks();
  expect(digestsOf(content)).toEqual(digestsOf(await runInto(fastFolder(), ABSOLUTE)));
  expect(manifestIn(content).window).toEqual({ start: "2026-01-08T12:00:00", end: "2026-01-15T12:00:00" });
  // The run is complete, and the manifest says of which window.
  setClock(NOON + 9 * DAY_MS);
  await runHere([...values, "--resume", join(folder, "events.json")]);
  expect(digestsOf(contentOf(folder))).toEqual(digestsOf(content));
});

it("does not take the window of another command", async () => {
  const folder = fastFolder();
  const path = join(folder, "events.json");
  setClock(NOON);
  await runHere([...QUICK_WEEK, "-s", "now-7d", "-e", "now", "--split-events", "500", path]);
  setClock(NOON + DAY_MS);
  const other = [...QUICK_WEEK, "-s", "now-6d", "-e", "now", "--split-events", "500", "--resume", path];
  const failure = await failureOf(other);
  expect(failure.message).toMatch(/another command made what is there \((start|windowSeconds): .* there, .* here\)/);
});
