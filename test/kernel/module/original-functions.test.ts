// Compares the functions of the original's engine with the true values. The kernel does not export them, so the test
// compiles them into a separate module.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import * as layout from "../../../assembly/layout/run.ts";
import { errorInUlps, exactCosine, exactExp, exactMinusLn, exactSine } from "../../support/original/exact.ts";
import { ROOT } from "../../support/root.ts";

const ENTRY = `
import * as functions from "./assembly/compat/functions";
export function prepare(): void { functions.prepareCompatTables(); }
export function exp(x: f64): f64 { return functions.exp(x); }
export function sine(x: f64): f64 { return functions.sine(x); }
export function cosine(x: f64): f64 { return functions.cosine(x); }
export function minusLn(units: u64): f64 { return functions.minusLn(units); }
export function toInt(x: f64): i32 { return functions.toInt(x); }
`;
/** Not optimized, which takes five times as long: the results of WebAssembly's operations are defined to the bit. */
const OPTIONS =
  "--runtime stub --importMemory --sharedMemory --maximumMemory 65536 --initialMemory 1 --enable simd,threads";
const SAMPLES = 2000;
const ULP_OF_1 = 2 ** -52;

interface Functions {
  prepare(): void;
  exp(x: number): number;
  sine(x: number): number;
  cosine(x: number): number;
  minusLn(units: bigint): number;
  toInt(x: number): number;
}

/** The part of the compiler's interface that the test needs. Its own types would replace those of Node's console. */
interface Compiler {
  main(
    args: string[],
    files: {
      readFile(name: string): string | null;
      writeFile(name: string, contents: Uint8Array): void;
      listFiles(): string[];
    },
  ): Promise<{ error: Error | null; stderr: object }>;
}
const COMPILER: string = "assemblyscript/asc";

let functions: Functions;
const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });

beforeAll(async () => {
  const asc: Compiler = (await import(COMPILER)).default;
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(["entry.ts", ...OPTIONS.split(" "), "--use", "abort=", "-o", "out.wasm"], {
    readFile: (name) => {
      if (name === "entry.ts") return ENTRY;
      // The settings would add the whole kernel, optimized.
      if (name === "asconfig.json") return null;
      try {
        return readFileSync(join(ROOT, name), "utf8");
      } catch {
        return null;
      }
    },
    writeFile: (name, contents) => {
      if (name === "out.wasm") binary = contents;
    },
    listFiles: () => [],
  });
  if (binary === undefined) throw new Error(`${error?.message} ${stderr.toString()}`);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
  functions = instance.exports as unknown as Functions;
  new DataView(memory.buffer).setFloat64(layout.PARAMETERS + layout.P_DAMPING, 0.0625, true);
  functions.prepare();
});

/** Numbers from 0 to 1 that resemble draws and are the same in each run. */
function* draws(): Generator<number> {
  for (let state = 1, n = 0; n < SAMPLES; n++) {
    state = Math.imul(state, 1664525) + 1013904223;
    yield (state >>> 0) / 2 ** 32;
  }
}

function worst(errorOf: (draw: number) => number): number {
  return Math.max(...[...draws()].map(errorOf));
}

describe("the functions of the original's engine", () => {
  it("exp: within a unit of the last place, for all normal deviates that two doubles can produce", () => {
    expect(
      worst((draw) => {
        const x = (draw - 0.5) * 17;
        return errorInUlps(functions.exp(x), exactExp(x));
      }),
    ).toBeLessThan(1);
  });

  it("minus the logarithm: within a unit of the last place, or of 1 where the result is smaller", () => {
    const errorAt = (units: bigint) => errorInUlps(functions.minusLn(units), exactMinusLn(units), ULP_OF_1);
    expect(worst((draw) => errorAt(BigInt(Math.floor(draw * 2 ** 52)) + 1n))).toBeLessThan(1);
    expect(worst((draw) => errorAt(BigInt(Math.floor(2 ** (draw * 52)))))).toBeLessThan(1);
    expect(functions.minusLn(0n)).toBe(Number.POSITIVE_INFINITY);
  });

  it("sine and cosine: within a unit of the last place over a turn", () => {
    const angles = [...draws()].map((draw) => draw * 2 * Math.PI);
    const errors = angles.flatMap((angle) => [
      errorInUlps(functions.sine(angle), exactSine(angle)),
      errorInUlps(functions.cosine(angle), exactCosine(angle)),
    ]);
    expect(Math.max(...errors)).toBeLessThan(1);
    expect(Math.abs(functions.sine(Math.PI))).toBeLessThan(ULP_OF_1);
  });

  it("the sine's last bit is right where the day curve meets whole numbers", () => {
    const angleOf = (second: number) => ((second - 10_800) * 2 * Math.PI) / 86_400;
    for (let second = 3600; second < 86_400; second += 7200) {
      const angle = angleOf(second);
      if (Math.abs(Math.sin(angle)) > 1e-9)
        expect(errorInUlps(functions.sine(angle), exactSine(angle))).toBeLessThanOrEqual(0.5);
    }
    const curve = new Int32Array(memory.buffer, layout.DAY_CURVE, layout.DAY_SECONDS);
    expect([curve[10_800], curve[32_400], curve[54_000], curve[75_600]]).toEqual([0, 5400, 0, -5400]);
  });

  it("doubles become ints as in Java", () => {
    const values = [0.99, -0.99, 1e10, -1e10, Number.NaN, Number.POSITIVE_INFINITY, -2147483648.9];
    expect(values.map((value) => functions.toInt(value))).toEqual([
      0, 0, 2147483647, -2147483648, 0, 2147483647, -2147483648,
    ]);
  });
});
