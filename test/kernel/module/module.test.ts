import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as layout from "../../../assembly/layout/run.ts";
import { compileKernel, openKernel } from "../../../src/kernel/kernel.ts";
import { WASM_PAGE_BYTES } from "../../../src/memory/plan.ts";

const DATA_SECTION = 11;
const START_SECTION = 8;

/** The ids of the module's sections, read by the format's rules: a byte, then a length in LEB128. */
function sectionIds(bytes: Uint8Array): number[] {
  const ids: number[] = [];
  for (let at = 8; at < bytes.length; ) {
    ids.push(bytes[at++] as number);
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] as number;
      length |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) break;
    }
    at += length;
  }
  return ids;
}

function tableMemory(): WebAssembly.Memory {
  const pages = Math.ceil(layout.TABLES_END / WASM_PAGE_BYTES);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

describe("the kernel's module", () => {
  it("has neither data nor a start function, so that every worker can instantiate it over the same memory", () => {
    const ids = sectionIds(readFileSync("dist/kernel.wasm"));
    expect(ids).toContain(10); // code: the walk over the sections works
    expect(ids).not.toContain(DATA_SECTION);
    expect(ids).not.toContain(START_SECTION);
  });

  it("imports one memory and nothing else", () => {
    expect(WebAssembly.Module.imports(compileKernel())).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  });

  it("leaves the memory as it is when it is instantiated again", () => {
    const memory = tableMemory();
    const bytes = new Uint8Array(memory.buffer);
    const module = compileKernel();
    openKernel(module, memory).prepareTables();
    bytes.fill(7, 0, layout.LOGARITHMS);
    const before = Buffer.from(bytes);
    openKernel(module, memory);
    expect(Buffer.from(bytes).equals(before)).toBe(true);
  });
});

describe("the kernel's tables", () => {
  it("hold the logarithms and inverses of the middles of 256 intervals", () => {
    const memory = tableMemory();
    openKernel(compileKernel(), memory).prepareTables();
    const table = new Float64Array(memory.buffer, layout.LOGARITHMS, 512);
    for (let index = 0; index < 256; index++) {
      const middle = 1 + (index + 0.5) / 256;
      expect(table[2 * index]).toBe(1 / middle);
      expect(table[2 * index + 1]).toBeCloseTo(Math.log(middle), 14);
    }
  });

  it("hold a day curve that is a sine from 03:00, by no more than a second off", () => {
    const memory = tableMemory();
    new DataView(memory.buffer).setFloat64(layout.PARAMETERS + layout.P_DAMPING, 0.25, true);
    openKernel(compileKernel(), memory).prepareTables();
    const curve = new Int32Array(memory.buffer, layout.DAY_CURVE, layout.DAY_SECONDS);
    const differences = Array.from(curve, (moved, second) => {
      const sine = Math.sin(((second - 10800) * 2 * Math.PI) / 86400);
      return Math.abs(moved - Math.trunc(0.25 * 86400 * sine));
    });
    expect(Math.max(...differences.filter((_, second) => second % 17 === 0))).toBeLessThanOrEqual(1);
    expect(differences.filter((difference) => difference > 0).length).toBeLessThan(10);
  });
});
