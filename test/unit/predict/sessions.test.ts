// What a session does, solved: against closed forms, against an elimination written apart, and the two ways of solving against each other.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../src/config/read.ts";
import { type Chain, compileChain } from "../../../src/predict/chain/chain.ts";
import { denseSolver } from "../../../src/predict/chain/dense.ts";
import { chanceOf, Sessions } from "../../../src/predict/chain/sessions.ts";
import { sparseSolver } from "../../../src/predict/chain/sparse.ts";
import { ROOT } from "../../support/root.ts";
import { key, type State, settle } from "../configs/chain.ts";

const configOf = (value: unknown) => readConfig("test.json", JSON.stringify(value)).config;
const state = (page: string, level = "free"): State => ({
  page,
  auth: "Member",
  method: "GET",
  status: 200,
  level,
});
const ones = (chain: Chain) => new Float64Array(chain.states.length).fill(1);

/** A site whose start page is asked for again with probability p. */
const again = (p: number) => ({
  "show-user-details": [{ auth: "Member", show: false }],
  levels: [{ level: "free", weight: 1 }],
  auths: [{ auth: "Member", weight: 1 }],
  "new-session": [{ ...state("Visit"), weight: 1 }],
  transitions: [{ source: state("Visit"), dest: state("Visit"), p }],
});

/** Numbers from 0 to 1 in a fixed order. */
function numbers(seed: number): () => number {
  let word = seed;
  return () => {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    return word / 2 ** 32;
  };
}

/** A chain with `ways` random transitions out of each of `size` states. */
function randomChain(size: number, ways: number, stay: number): Chain {
  const random = numbers(7);
  const first = Uint32Array.from({ length: size + 1 }, (_, index) => index * ways);
  const shares = Float64Array.from({ length: size * ways }, random);
  for (let from = 0; from < size; from++) {
    const own = shares.subarray(from * ways, (from + 1) * ways);
    const sum = own.reduce((total, share) => total + share, 0);
    own.forEach((share, index) => {
      own[index] = (share / sum) * stay;
    });
  }
  return {
    ...{ states: Array.from({ length: size }, () => state("Any")), first, probability: shares, pairs: [] },
    to: Uint32Array.from({ length: size * ways }, () => Math.floor(random() * size)),
    ends: new Float64Array(size).fill(1 - stay),
    ...{ kinds: new Uint8Array(size), trapped: new Uint8Array(size), pairOf: new Uint32Array(size) },
  };
}

describe("sessions", () => {
  test.each([0, 0.5, 0.98, 0.999_999])("of one page that follows itself with %s are geometric", (p) => {
    const chain = compileChain(configOf(again(p)));
    const { mean, square } = new Sessions(chain, [0], undefined).momentsOf(ones(chain));
    const rounded = Math.round(p * 2 ** 40) / 2 ** 40;
    expect(mean[0]).toBeCloseTo(1 / (1 - rounded), 6);
    expect((square[0]! - mean[0]! ** 2) / (rounded / (1 - rounded) ** 2 || 1)).toBeCloseTo(rounded === 0 ? 0 : 1, 6);
  });

  test.each(["Accordion", "Kazoo", "Tambourine"])("of %s visit each state as often as an elimination says", (name) => {
    const file = JSON.parse(readFileSync(join(ROOT, "configs", `${name}-config.json`), "utf8"));
    const { shares, visits } = settle(file);
    const chain = compileChain(configOf(file));
    const members = chain.pairs.map(({ auth, level }) => shares.get(`${auth}|${level}`) ?? 0);
    const from = members.flatMap((share, pair) => (share > 0 ? [pair] : []));
    const { kinds } = new Sessions(chain, from, "Cancelled");
    for (const [index, each] of chain.states.entries()) {
      const count = kinds.reduce((sum, kind) => sum + (kind ? members[kind.pair]! * kind.visits[index]! : 0), 0);
      expect(Math.abs(count - visits.get(key(each))!)).toBeLessThan(1e-6);
    }
  });

  test("that can no longer end are counted up to there", () => {
    const [start, loop] = [state("Start"), state("Loop")];
    const transitions = [
      { source: start, dest: loop, p: 0.25 },
      { source: loop, dest: loop, p: 1 },
    ];
    const chain = compileChain(configOf({ ...again(0), "new-session": [{ ...start, weight: 1 }], transitions }));
    const sessions = new Sessions(chain, [0], undefined);
    expect(sessions.kinds[0]!.trapped).toBeCloseTo(0.25, 9);
    expect(sessions.meanOf(ones(chain))[0]).toBeCloseTo(1.25, 9);
  });

  test("take a transition at least once with the probability of its first time", () => {
    const [free, paid] = [state("Page"), state("Page", "paid")];
    const transitions = [
      { source: free, dest: free, p: 0.7 },
      { source: free, dest: paid, p: 0.1 },
      { source: paid, dest: free, p: 0.9 },
    ];
    const starts = [free, paid].map((start) => ({ ...start, weight: 1 }));
    const levels = ["free", "paid"].map((level) => ({ level, weight: 1 }));
    const chain = compileChain(configOf({ ...again(0), levels, "new-session": starts, transitions }));
    const sessions = new Sessions(chain, [0, 1], undefined);
    const chance = chanceOf(
      sessions,
      (from, to) => chain.states[from]!.level === "free" && chain.states[to]!.level === "paid",
    );
    // From free: 0.1 / (1 - 0.7) before it ends; from paid: 0.9 times that.
    expect(chance[0]).toBeCloseTo(1 / 3, 9);
    expect(chance[1]).toBeCloseTo(0.3, 9);
  });
});

describe("the two solvers", () => {
  test.each([0.5, 0.98, 0.9999])("agree, with sessions that go on with %s", (stay) => {
    const chain = randomChain(300, 4, stay);
    const [dense, sparse] = [denseSolver(chain), sparseSolver(chain)];
    const right = Float64Array.from({ length: 300 }, (_, index) => (1 + (index % 7)) / 1200);
    for (const [one, other] of [
      [dense.visits(right), sparse.visits(right)],
      [dense.values(right), sparse.values(right)],
    ])
      one!.forEach((value, index) => {
        expect(Math.abs(value / other![index]! - 1)).toBeLessThan(1e-7);
      });
  });

  test("take the largest configuration there may be, with a million transitions", () => {
    const chain = randomChain(32_766, 31, 0.98);
    expect(chain.to.length).toBeGreaterThan(1_000_000);
    const start = new Float64Array(32_766);
    start[0] = 1;
    const visits = sparseSolver(chain).visits(start);
    // Each event is the session's last one with 2 %: 50 events on average, whatever the ways between them.
    expect(visits.reduce((sum, count) => sum + count, 0)).toBeCloseTo(50, 5);
  });
});
