import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeFileSystem } from "../../../src/output/destinations/filesystem.ts";
import { type Progress, progressPath, readProgress, writeProgress } from "../../../src/output/kafka/progress.ts";
import { seal } from "../../../src/output/resume/snapshot.ts";

const header = { id: "es1-0000-0000-0000-0000", identity: { engine: 2 }, template: "-" };
const PROGRESS: Progress = {
  header,
  topic: "clicks",
  position: { part: 0, event: 30, second: 61, skip: 2 },
  counts: [10, 20],
  bytes: 900,
  rawBytes: 1200,
  producer: { producerId: 7, epoch: 0, sequences: [10, 20] },
  tally: Uint8Array.of(1, 2, 3),
};

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "eventsim-progress-"));
  path = progressPath(join(folder, "manifest.json"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (topic = "clicks", here = header) => readProgress(path, here, topic);

/** Writes a file whose checksum is right. */
function putHead(changes: Record<string, unknown>): void {
  const { tally, ...head } = PROGRESS;
  writeFileSync(path, Buffer.concat(seal({ ...head, ...changes }, tally)));
}

test("what was written is read again", async () => {
  expect(read()).toBeUndefined();
  await writeProgress(nodeFileSystem, path, PROGRESS);
  expect({ ...read(), tally: [...read()!.tally] }).toEqual({ ...PROGRESS, tally: [1, 2, 3] });
});

test("a byte that is different makes the file useless, and the message says what to do", async () => {
  await writeProgress(nodeFileSystem, path, PROGRESS);
  const bytes = readFileSync(path);
  bytes[bytes.indexOf("clicks")]! ^= 1;
  writeFileSync(path, bytes);
  expect(() => read()).toThrow("its checksum is wrong); leave --resume out to begin anew, in an empty topic");
});

test.each([
  ["no topic", { topic: 5 }, "it lacks the topic or the position of a run"],
  ["a position before the start", { position: { part: 0, event: -1, second: 0, skip: 0 } }, "the position of a run"],
  ["no partitions", { counts: [] }, "the number of messages in each partition"],
  ["more messages than events", { counts: [10, 21] }, "its messages are not as many as its events"],
  ["no size", { bytes: "900" }, "it lacks the size of the messages"],
  [
    "a sequence for one partition alone",
    { producer: { producerId: 7, epoch: 0, sequences: [10] } },
    "the state of the producer",
  ],
  [
    "a sequence beyond 31 bits",
    { producer: { producerId: 7, epoch: 0, sequences: [10, 2 ** 31] } },
    "the state of the producer",
  ],
  [
    "an epoch beyond 15 bits",
    { producer: { producerId: 7, epoch: 2 ** 15, sequences: [10, 20] } },
    "the state of the producer",
  ],
  ["no identity", { header: { id: "x", template: "-" } }, "it lacks the id, the identity or the names of a run"],
])("a file that says %s is refused", (_, changes, problem) => {
  putHead(changes);
  expect(() => read()).toThrow(problem);
});

test("the progress of another command or topic is refused", () => {
  putHead({});
  expect(() => read("views")).toThrow("a run that wrote to the topic clicks; name that topic, or another manifest");
  const other = { ...header, id: "es1-1111-1111-1111-1111", identity: { engine: 3 } };
  expect(() => read("clicks", other)).toThrow("another command made what is there (engine: 2 there, 3 here)");
});
