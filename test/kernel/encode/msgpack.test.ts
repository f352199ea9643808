import { execFileSync } from "node:child_process";
import { decodeMulti } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Config, State } from "../../../src/config/types.ts";
import { type Case, cases, settingsOf } from "../../support/generated/generate.ts";
import { encodeAll, type Inputs, inputsOf, smallInputs } from "../../support/kernel/kernel-run.ts";
import { pythonWithMsgpack } from "../../support/program/python.ts";
import { expectSameBytes } from "../../support/read/msgpack-lines.ts";
import { smallCatalog, smallConfig } from "../../support/reference/sample.ts";

type Event = Record<string, unknown>;

async function bothFormats(inputs: Inputs): Promise<{ lines: string[]; msgpack: Buffer }> {
  const lines = Buffer.concat(await encodeAll(inputs, { format: "json" }, "encodeJson")).toString();
  const msgpack = Buffer.concat(await encodeAll(inputs, { format: "msgpack" }, "encodeMsgpack"));
  return { lines: lines.split("\n").slice(0, -1), msgpack };
}

/** The ends of MessagePack's types for integers. */
const STATUSES = [
  -(2 ** 31),
  -32769,
  -32768,
  -129,
  -128,
  -33,
  -32,
  -1,
  0,
  127,
  128,
  255,
  256,
  65535,
  65536,
  2 ** 31 - 1,
];

function siteWithStatuses(): Config {
  const states = STATUSES.map((status) => ({ page: "Home", auth: "Logged In", method: "", status, level: "free" }));
  const transitions = states.map((source, index) => ({
    source,
    dest: states[(index + 1) % states.length] as State,
    probability: 0.99,
  }));
  return smallConfig({ newSession: [{ ...(states[0] as State), weight: 1 }], transitions });
}

const shapes: Record<string, Inputs> = {
  "a small site": smallInputs(),
  "a tag": smallInputs({ tag: 'a "tag" of\nmany … characters' }),
  "hidden details": smallInputs({ config: smallConfig({ showUserDetails: new Map([["Logged In", false]]) }) }),
  "hidden details and a tag": smallInputs({
    tag: "t",
    config: smallConfig({ showUserDetails: new Map([["Logged In", false]]) }),
  }),
  "user 0": smallInputs({ firstUserId: 0, userCount: 2 }),
  "the last user ids": smallInputs({ firstUserId: 4294967276 }),
  "time stamps of all widths": smallInputs({ startSeconds: -3 * 86400, startMilliseconds: 7 }),
  "the years before 1970": smallInputs({ startSeconds: -40 * 365 * 86400 }),
  "sessions that go on and on": smallInputs({
    config: smallConfig({
      alphaSeconds: 0.5,
      transitions: smallConfig().transitions.map((each) => ({
        ...each,
        probability: 0.9999 * (each.probability > 0.5 ? 1 : 0),
      })),
    }),
  }),
  "status numbers of all widths": smallInputs({ config: siteWithStatuses() }),
  "strings of all header widths, and none": smallInputs({
    catalog: smallCatalog({
      firstNames: { text: ["", "x".repeat(31)], gender: ["F", "M"], weight: Uint32Array.of(1, 1) },
      lastNames: { text: ["é".repeat(16), "y".repeat(255)], weight: Uint32Array.of(1, 1) },
      locations: { text: ["z".repeat(256), ""], weight: Uint32Array.of(1, 1) },
      userAgents: { text: ["𝄞".repeat(12_000)], weight: Uint32Array.of(1) },
    }),
  }),
};

describe("MessagePack equals another encoder's output for the JSON", () => {
  test.each(Object.entries(shapes))("%s", async (_, inputs) => {
    const { lines, msgpack } = await bothFormats(inputs);
    expect(lines.length).toBeGreaterThan(20);
    expectSameBytes(lines, msgpack);
  });

  test("generated sites", async () => {
    const holds = async (each: Case) => {
      const { lines, msgpack } = await bothFormats(inputsOf(settingsOf(each), each.run.holidays));
      expectSameBytes(lines, msgpack);
    };
    await fc.assert(fc.asyncProperty(cases, holds), { numRuns: 25, seed: 20260102, interruptAfterTimeLimit: 50_000 });
  });
});

test("@msgpack/msgpack reads the events of the JSON back, with their keys in order", async () => {
  const { lines, msgpack } = await bothFormats(shapes["a tag"] as Inputs);
  const events = [...decodeMulti(msgpack)];
  expect(events).toEqual(lines.map((line) => JSON.parse(line)));
  expect(events.map((event) => Object.keys(event as Event))).toEqual(
    lines.map((line) => Object.keys(JSON.parse(line))),
  );
});

const pythonEnvironment = pythonWithMsgpack();

test.skipIf(pythonEnvironment === undefined)(
  "Python's msgpack reads the same (skipped where python3 and pip are missing, or PyPI does not answer)",
  async () => {
    const { lines, msgpack } = await bothFormats(shapes["hidden details and a tag"] as Inputs);
    const program =
      "import sys, json, msgpack\nfor event in msgpack.Unpacker(sys.stdin.buffer): print(json.dumps(event, ensure_ascii=False))";
    const printed = execFileSync("python3", ["-c", program], {
      input: msgpack,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      env: { ...pythonEnvironment, PYTHONIOENCODING: "utf-8" },
    });
    expect(
      printed
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(lines.map((line) => JSON.parse(line)));
  },
);
