import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMPAT_BYTES } from "../../../assembly/layout/compat.ts";
import { PAGE_BYTES, RECORD_BYTES, SCRATCH_BYTES } from "../../../assembly/layout/record.ts";
import { TABLES_END } from "../../../assembly/layout/run.ts";
import { PERSON_BYTES, PERSON_VALUES_BYTES } from "../../../assembly/layout/text.ts";
import { USER_BYTES } from "../../../assembly/layout/user.ts";
import {
  ADDRESS_LIMIT_BYTES,
  type Demand,
  largestPopulation,
  leastBytes,
  type MemoryPlan,
  planMemory,
} from "../../../src/memory/plan.ts";
import { chooseSizes } from "../../../src/memory/sizes.ts";

function demandOf(changes: Partial<Demand>): Demand {
  const imageEnd = TABLES_END + 8_000_000;
  return {
    users: 1000,
    workers: 2,
    longestLineBytes: 900,
    imageEnd,
    leaving: false,
    growing: false,
    serial: false,
    limitBytes: 2 ** 40,
    ...changes,
  };
}

function fittingPlan(demand: Demand): MemoryPlan {
  const plan = planMemory(demand);
  if (plan === undefined) throw new Error("the demand does not fit");
  return plan;
}

/** The regions that only the default engine has. */
function parallelRegions(plan: MemoryPlan, column: number, row: number): [number, number][] {
  return [
    [plan.nextTimes, plan.nextTimes + column],
    [plan.chunkPages, plan.chunkPages + plan.chunks * 4],
    [plan.counts, plan.counts + plan.chunks * row],
    [plan.totals, plan.totals + row],
    [plan.pool, plan.pool + plan.poolPages * PAGE_BYTES],
  ];
}

/** Start and end of every region, from the sizes that the kernel uses. */
function regionsOf(demand: Demand): [number, number][] {
  const plan = fittingPlan(demand);
  const column = Math.ceil(demand.users / 4) * 16;
  const row = Math.ceil(plan.longestSliceSeconds / 4) * 16;
  return [
    [0, demand.imageEnd],
    ...(demand.serial
      ? [
          [plan.compat, plan.compat + COMPAT_BYTES] as [number, number],
          [plan.heap, plan.heap + (demand.users + 1) * 8] as [number, number],
        ]
      : parallelRegions(plan, column, row)),
    ...(demand.leaving && !demand.serial ? [[plan.leaveTimes, plan.leaveTimes + column] as [number, number]] : []),
    [plan.userTable, plan.userTable + demand.users * USER_BYTES],
    [plan.scratch, plan.scratch + demand.workers * SCRATCH_BYTES],
    [plan.slots, plan.slots + plan.slotCount * plan.slotBytes],
    ...(plan.people > 0
      ? [[plan.people, plan.people + demand.users * (demand.personBytes as number)] as [number, number]]
      : []),
    [plan.ordered, plan.ordered + 2 * plan.orderedBytes],
    [plan.addressBytes, plan.addressBytes],
  ];
}

const demands = fc.record({
  users: fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 40_000_000 })),
  workers: fc.integer({ min: 1, max: 64 }),
  longestLineBytes: fc.integer({ min: 200, max: 200_000 }),
  leaving: fc.boolean(),
  serial: fc.boolean(),
  personBytes: fc.constantFrom(0, PERSON_BYTES, PERSON_VALUES_BYTES),
  limitBytes: fc.oneof(fc.constant(2 ** 40), fc.integer({ min: 2e8, max: 4e9 })),
});

describe("the memory plan", () => {
  it("lists its regions in order, without overlap, each at the address that the kernel receives, and as large as needed", () => {
    const tally = { states: 40, songs: 10_000, hours: 24 };
    const emitterBytes = () => 300_000;
    fc.assert(
      fc.property(demands, fc.boolean(), fc.boolean(), (changes, isCounted, emitsLz4) => {
        const demand = demandOf({
          ...changes,
          users: Math.min(changes.users, 100_000),
          limitBytes: 2 ** 40,
          ...(isCounted ? { tally } : {}),
          ...(emitsLz4 ? { emitterBytes } : {}),
        });
        fc.pre(planMemory(demand) !== undefined);
        const plan = fittingPlan(demand);
        const { regions } = plan;
        let end = demand.imageEnd;
        for (const region of regions) {
          expect(region.start).toBeGreaterThanOrEqual(end);
          end = region.start + region.byteLength;
        }
        expect(plan.addressBytes).toBe(Math.ceil(end / 65_536) * 65_536);
        // What the kernel needs, from the sizes that it uses itself, lies in one of them.
        const needed = regionsOf(demand).slice(1, -1);
        if (isCounted) needed.push([plan.tally!.start, plan.tally!.users + Math.ceil(demand.users / 8)]);
        if (emitsLz4) needed.push([plan.emitters, plan.emitters + demand.workers * 300_000]);
        const starts = new Map(regions.map(({ start, byteLength }) => [start, start + byteLength]));
        for (const [start, neededEnd] of needed.filter(([from]) => from !== plan.tally?.start))
          if (neededEnd > start) expect(starts.get(start)).toBeGreaterThanOrEqual(neededEnd);
        expect(regions.filter(({ name }) => name.startsWith("tally")).length).toBe(isCounted ? 4 : 0);
        if (isCounted)
          expect(starts.get(plan.tally!.users)).toBeGreaterThanOrEqual(needed.at(-1 - Number(emitsLz4))![1]);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("keeps regions apart, aligned and inside of the memory", () => {
    fc.assert(
      fc.property(demands, (changes) => {
        const wanted = demandOf(changes);
        const largest = largestPopulation(wanted);
        fc.pre(largest > 0);
        const demand = { ...wanted, users: Math.min(wanted.users, largest) };
        const regions = regionsOf(demand).sort(([a], [b]) => a - b);
        regions.slice(1).forEach(([start], index) => {
          expect(start).toBeGreaterThanOrEqual((regions[index] as [number, number])[1]);
        });
        const plan = fittingPlan(demand);
        expect(plan.addressBytes).toBeLessThanOrEqual(ADDRESS_LIMIT_BYTES);
        expect(plan.userTable % 64).toBe(0);
        expect(plan.people % 64).toBe(0);
        expect(plan.pool % PAGE_BYTES).toBe(0);
        expect(plan.chunkUsers * plan.chunks).toBeGreaterThanOrEqual(demand.users);
        expect(plan.chunkUsers % 4).toBe(0);
        expect(plan.slotBytes).toBeGreaterThanOrEqual(plan.batchEvents * demand.longestLineBytes);
        // A slice may get nearly three times what it aims at; a serial one never more than that.
        const records = demand.serial ? plan.sliceRecords + plan.batchEvents : plan.sliceRecords * 3;
        expect(plan.orderedBytes).toBeGreaterThanOrEqual(records * RECORD_BYTES);
        expect(plan.addressBytes).toBeLessThanOrEqual(demand.limitBytes);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("has no place for a population that is larger than the largest", () => {
    const demand = demandOf({ users: 50_000_000, limitBytes: 1e9 });
    const largest = largestPopulation(demand);
    expect(planMemory(demand)).toBeUndefined();
    expect(planMemory({ ...demand, users: largest + 1 })).toBeUndefined();
    expect(fittingPlan({ ...demand, users: largest }).addressBytes).toBeLessThanOrEqual(1e9);
  });

  it("fits into the least memory that it can do with, and into no less", () => {
    fc.assert(
      fc.property(demands, (changes) => {
        const least = leastBytes(demandOf(changes));
        fc.pre(least <= ADDRESS_LIMIT_BYTES);
        expect(fittingPlan(demandOf({ ...changes, limitBytes: least })).addressBytes).toBeLessThanOrEqual(least);
        expect(planMemory(demandOf({ ...changes, limitBytes: least - 65536 }))).toBeUndefined();
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  it("aims at shorter slices where memory is short, and at the usual ones where it is not", () => {
    const demand = demandOf({ users: 1_000_000 });
    const usual = chooseSizes(demand).sliceRecords;
    expect(fittingPlan(demand).sliceRecords).toBe(usual);
    const short = fittingPlan({ ...demand, limitBytes: leastBytes(demand) });
    expect(short.sliceRecords).toBeLessThan(usual);
    expect(fittingPlan({ ...demand, sliceRecords: 100_000 }).sliceRecords).toBe(100_000);
  });

  describe.each([PERSON_BYTES, PERSON_VALUES_BYTES])("has texts of persons in %i bytes each", (personBytes) => {
    const hasPeople = (changes: Partial<Demand>) => fittingPlan(demandOf({ personBytes, ...changes })).people > 0;
    const MOST_USERS = (128 * 2 ** 20) / personBytes;

    it("where they are wanted", () => {
      expect([hasPeople({}), hasPeople({ personBytes: 0 })]).toEqual([true, false]);
    });

    it("if they take no more than 128 MiB", () => {
      expect([hasPeople({ users: MOST_USERS }), hasPeople({ users: MOST_USERS + 1 })]).toEqual([true, false]);
    });

    it("if they take no more than an eighth of the limit", () => {
      const users = 1_000_000;
      const limitBytes = users * personBytes * 8;
      expect([hasPeople({ users, limitBytes }), hasPeople({ users, limitBytes: limitBytes - 1 })]).toEqual([
        true,
        false,
      ]);
    });

    it("in room that nothing else needs: as many users fit, into as little memory, as without", () => {
      fc.assert(
        fc.property(demands, (changes) => {
          const without = demandOf({ ...changes, personBytes: 0 });
          const wanted = { ...without, personBytes };
          expect(largestPopulation(wanted)).toBe(largestPopulation(without));
          expect(leastBytes(wanted)).toBe(leastBytes(without));
        }),
        { seed: 9, numRuns: 100 },
      );
    });
  });

  it("has room for 40 million users in 4 GiB", () => {
    expect(fittingPlan(demandOf({ users: 40_000_000, leaving: true })).addressBytes).toBeLessThanOrEqual(2 ** 32);
  });
});
