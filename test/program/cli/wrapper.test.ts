import { describe, expect, it } from "vitest";
import { nodeOptions, WRAPPER } from "../../../bench/launch.ts";
import { runCommand } from "../../support/program/program.ts";

const SHOW_OPTIONS = "--import=data:text/javascript,console.error(process.execArgv.join())";

describe("bin/eventsim", () => {
  // Without it, reaching the end depends on chance: three of 608 runs did, see docs/decisions/0020.
  it("starts Node without a thread that its end may wait for in vain, and with the options that tests start it with", async () => {
    const env = { ...process.env, NODE_OPTIONS: SHOW_OPTIONS };
    const { code, stderr } = await runCommand(WRAPPER, ["--version"], { env });
    const options = stderr.trim().split(",");
    expect({ code, options }).toEqual({ code: 0, options: nodeOptions() });
    expect(options).toContain("--no-concurrent-recompilation");
  });

  it("ends as the program ends", async () => {
    const { code, stderr } = await runCommand(WRAPPER, ["--nusers", "some"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--nusers");
  });
});
