// The library's options for disorder are those of the command line.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SimulateOptions } from "../../../src/index.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { library } from "../../support/program/library.ts";
import { FIXED, run } from "../../support/program/program.ts";

const SAME: SimulateOptions = { users: 20, from: "2026-03-02", to: "2026-03-03", workers: 2 };
const OPTIONS = [
  ...["--late", "20%:5min", "--late-max", "20min", "--duplicate", "10%", "--lose", "5%"],
  ...["--outage", "10:00/15min", "--outage", "2026-03-02T12:00/1h", "--burst", "20:00/5min:10x"],
];
const DISORDER = {
  ...{ late: "20%:5min", lateMax: "20min", duplicate: "10%", lose: "5%" },
  ...{ outages: ["10:00/15min", "2026-03-02T12:00/1h"], bursts: ["20:00/5min:10x"] },
};

describe("the library", () => {
  test("writes the bytes and the truth of the command line", async () => {
    const folder = temporaryFolder();
    const [own, theirs] = [join(folder, "own"), join(folder, "theirs")];
    const { code, stderr } = await run([...FIXED, ...OPTIONS, "--truth", `${theirs}-truth`, theirs]);
    expect(code, stderr).toBe(0);
    const simulation = await library.simulate({ ...SAME, disorder: DISORDER });
    await simulation.write(own, { truth: `${own}-truth` });
    expect(readFileSync(own)).toEqual(readFileSync(theirs));
    expect(readFileSync(`${own}-truth`)).toEqual(readFileSync(`${theirs}-truth`));
    const lines: string[] = [];
    for await (const event of simulation.events()) lines.push(JSON.stringify(event));
    expect(lines).toHaveLength(readFileSync(theirs, "utf8").split("\n").length - 1);
  });

  test("refuses what the command line refuses, by its own names", async () => {
    const refusal = async (disorder: object) =>
      await library.simulate({ ...SAME, disorder } as SimulateOptions).catch((error: Error) => error.message);
    const message = await refusal({ late: "2%", lose: 0.5, outages: "10:00/15min", bursts: ["12:00"], lates: "1%:1s" });
    for (const each of [
      "late: 2% is invalid",
      "lose: 0.5 is invalid",
      "outages: ",
      "bursts: 12:00",
      "unknown option lates",
    ])
      expect(message).toContain(each);
    expect(await refusal({ lateMax: "5min" })).toContain("add disorder.late");
    const plain = await library.simulate(SAME);
    const truth = join(temporaryFolder(), "truth");
    await expect(plain.write(join(temporaryFolder(), "x"), { truth })).rejects.toThrow("truth lists events");
  });
});
