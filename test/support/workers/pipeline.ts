// The modules of a run, from a command line to an output, for tests that put other parts between them.
import { bundled } from "../setup/modules.ts";

export const { parseRun } = (await import(bundled("parse-run.js"))) as typeof import("../../../src/cli/parse-run.ts");
export const { requestOf } = (await import(bundled("request.js"))) as typeof import("../../../src/cli/request.ts");
export const { readInputs } = (await import(
  bundled("inputs.js")
)) as typeof import("../../../src/simulation/inputs.ts");
export const { Simulation } = (await import(
  bundled("simulation.js")
)) as typeof import("../../../src/simulation/simulation.ts");
export const { OneOutput } = (await import(
  bundled("one-output.js")
)) as typeof import("../../../src/output/containers/one-output.ts");
export const { fileContainerOf } = (await import(
  bundled("containers.js")
)) as typeof import("../../../src/output/containers/containers.ts");
