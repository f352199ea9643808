// Records get numbers that need one more digit or byte than their neighbours, in place of simulated ones: the test of
// session and item encoding must not depend on how far a simulation gets.
import { expect, test } from "vitest";
import { SESSION_LIMIT } from "../../../assembly/layout/control.ts";
import { RECORD_BYTES, RECORD_ITEM, RECORD_SESSION } from "../../../assembly/layout/record.ts";
import { P_ORDERED, PARAMETERS } from "../../../assembly/layout/run.ts";

import { KernelRun, smallInputs } from "../../support/kernel/kernel-run.ts";
import { type Block, type EmittedFormat, ENCODERS, expectSame, FORMATS } from "../../support/kernel/lz4-blocks.ts";
import type { Line } from "../../support/read/line.ts";
import { expectSameBytes } from "../../support/read/msgpack-lines.ts";

const POWERS = Array.from({ length: 8 }, (_, digits) => 10 ** digits);
const AROUND = [...POWERS, 128, 256, 65_536].flatMap((edge) => [edge - 1, edge, edge + 1]);
const ITEMS = [...AROUND, 99_999_999];
const SESSIONS = AROUND.filter((number) => number < SESSION_LIMIT);
const INPUTS = smallInputs({ userCount: 300, windowSeconds: 86400 });
/** Enough events for most numbers of one list to meet most of the other. */
const LEAST_EVENTS = 1000;

interface Numbers {
  session: number;
  item: number;
}

/** Returns the numbers of an event, by its number in the run. */
function numbersOf(event: number): Numbers {
  return { session: SESSIONS[event % SESSIONS.length]!, item: ITEMS[event % ITEMS.length]! };
}

/** Returns all batches of a run with these numbers, plain and as blocks. */
async function encodeNumbers(format: EmittedFormat): Promise<Block[]> {
  const run = await KernelRun.open(INPUTS, { format, emitsLz4: true });
  const words = new Uint32Array(run.opened.memory.buffer);
  const ordered = words[(PARAMETERS + P_ORDERED) / 4]!;
  const [plain, emitted] = ENCODERS[format];
  const blocks: Block[] = [];
  let event = 0;
  run.eachBatch((first, events) => {
    for (let index = first; index < first + events; index++) {
      const record = (ordered + index * RECORD_BYTES) / 4;
      const { session, item } = numbersOf(event++);
      words[record + RECORD_SESSION / 4] = session;
      words[record + RECORD_ITEM / 4] = item;
    }
    const text = run.encode(run.kernel[plain], first, events);
    blocks.push({ text, block: run.encode(run.kernel[emitted], first, events), events });
  });
  expect(event).toBeGreaterThan(LEAST_EVENTS);
  return blocks;
}

const textOf = (blocks: Block[]) => Buffer.concat(blocks.map(({ text }) => text));

test.each(FORMATS)("%s: blocks hold the same numbers as the text", async (format) => {
  expectSame(await encodeNumbers(format));
});

test("each is printed as it is, in both formats", async () => {
  const lines = textOf(await encodeNumbers("json"))
    .toString()
    .trimEnd()
    .split("\n");
  lines.forEach((line, event) => {
    const { session, item } = numbersOf(event);
    const { userId, sessionId } = JSON.parse(line) as Line;
    // docs/reference/engine.md, "Sessions": the user id times a million, plus the number of the session.
    expect(sessionId % SESSION_LIMIT).toBe(session);
    if (userId !== undefined) expect(sessionId).toBe(Number(userId) * SESSION_LIMIT + session);
    expect(line).toMatch(new RegExp(`"itemInSession":${item}[,}]`));
  });
  expectSameBytes(lines, textOf(await encodeNumbers("msgpack")));
});
