import { describe, expect, it } from "vitest";
import { findShare } from "../../../src/cli/scheduler/find-share.ts";
import { SCHEDULERS } from "../../../src/cli/scheduler/schedulers.ts";

/** What sbatch sets in each task of `--array=1-9:2`, whose ids are 1, 3, 5, 7 and 9. */
const slurm = (id: number | string, more = {}) => ({
  ...{ SLURM_JOB_ID: "4242", SLURM_ARRAY_JOB_ID: "4240", SLURM_ARRAY_TASK_COUNT: "5", SLURM_ARRAY_TASK_STEP: "2" },
  ...{ SLURM_ARRAY_TASK_MIN: "1", SLURM_ARRAY_TASK_MAX: "9", SLURM_ARRAY_TASK_ID: String(id) },
  // sbatch starts the batch script as process 0 of the job's tasks.
  ...{ SLURM_PROCID: "0", SLURM_NTASKS: "1" },
  ...more,
});
const gridEngine = (id: number | string, more = {}) => ({
  ...{ SGE_TASK_ID: String(id), SGE_TASK_FIRST: "1", SGE_TASK_LAST: "10", SGE_TASK_STEPSIZE: "3" },
  ...more,
});

describe("a share is that of the task", () => {
  it.each([
    ["a Kubernetes indexed job", { JOB_COMPLETION_INDEX: "0", JOB_COMPLETIONS: "8" }, 1, 8],
    ["a Kubernetes indexed job", { JOB_COMPLETION_INDEX: "7", JOB_COMPLETIONS: "8" }, 8, 8],
    ["a Slurm array", slurm(1), 1, 5],
    ["a Slurm array", slurm(7), 4, 5],
    ["a Slurm array", slurm(9), 5, 5],
    ["a Slurm array", slurm(3, { SLURM_STEP_NUM_TASKS: "1" }), 2, 5],
    ["a Slurm array", slurm(0, { SLURM_ARRAY_TASK_MIN: "0", SLURM_ARRAY_TASK_MAX: "4" }), 1, 5],
    ["a step of Slurm", { SLURM_PROCID: "2", SLURM_STEP_NUM_TASKS: "3", SLURM_NTASKS: "6" }, 3, 3],
    ["an AWS Batch array", { AWS_BATCH_JOB_ARRAY_INDEX: "9", AWS_BATCH_JOB_ARRAY_SIZE: "10" }, 10, 10],
    ["a Cloud Run job", { CLOUD_RUN_TASK_INDEX: "1", CLOUD_RUN_TASK_COUNT: "10000" }, 2, 10_000],
    ["Open MPI", { OMPI_COMM_WORLD_RANK: "3", OMPI_COMM_WORLD_SIZE: "4" }, 4, 4],
    // -t 1-10:3 has the tasks 1, 4, 7 and 10.
    ["a Grid Engine array", gridEngine(7), 3, 4],
    ["a Grid Engine array", gridEngine(10), 4, 4],
    ["a Grid Engine array", gridEngine(7, { SGE_TASK_LAST: "12" }), 3, 4],
    // Outside of its arrays Grid Engine sets the variable to a word.
    [
      "an AWS Batch array",
      { SGE_TASK_ID: "undefined", AWS_BATCH_JOB_ARRAY_INDEX: "0", AWS_BATCH_JOB_ARRAY_SIZE: "2" },
      1,
      2,
    ],
  ])("%s: %j", (name, environment, index, count) => {
    const found = findShare(environment);
    expect(found).toMatchObject({ share: { index, count } });
    expect((found as { note: string }).note).toContain(`share ${index}/${count}, from ${name} (`);
  });

  it("each task of an array has another one, and all are there", () => {
    const shares = [1, 3, 5, 7, 9].map((id) => (findShare(slurm(id)) as { share: { index: number } }).share.index);
    expect(shares).toEqual([1, 2, 3, 4, 5]);
  });

  it("a scheduler that is known is the only one with its variable", () => {
    expect(new Set(SCHEDULERS.map(({ index }) => index)).size).toBe(SCHEDULERS.length);
  });
});

describe("refused with the variable, its value and what to do", () => {
  it.each([
    [
      {},
      /no scheduler's variable is set; known are JOB_COMPLETION_INDEX, .*write the share itself, such as --part 2\/8/,
    ],
    [{ JOB_COMPLETION_INDEX: "" }, /no scheduler's variable is set/],
    [{ JOB_COMPLETION_INDEX: "3" }, /JOB_COMPLETIONS is not set: Kubernetes does not tell .*"env"/],
    [
      { JOB_COMPLETION_INDEX: "3", JOB_COMPLETIONS: "3" },
      /JOB_COMPLETION_INDEX is 3 and JOB_COMPLETIONS is 3, .*from 0/,
    ],
    [{ JOB_COMPLETION_INDEX: "0", JOB_COMPLETIONS: "0" }, /JOB_COMPLETIONS is 0/],
    [{ JOB_COMPLETION_INDEX: "-1", JOB_COMPLETIONS: "3" }, /JOB_COMPLETION_INDEX is '-1' and must be a whole number/],
    [{ JOB_COMPLETION_INDEX: "1e0", JOB_COMPLETIONS: "3" }, /JOB_COMPLETION_INDEX is '1e0'/],
    [{ JOB_COMPLETION_INDEX: "1", JOB_COMPLETIONS: "\u001b[31m" }, /JOB_COMPLETIONS is '\\u001B\[31m'/],
    [
      { JOB_COMPLETION_INDEX: "1", JOB_COMPLETIONS: "9".repeat(400) },
      /JOB_COMPLETIONS is '9{40}\.\.\. \(400 characters\)'/,
    ],
    [{ AWS_BATCH_JOB_ARRAY_INDEX: "1" }, /AWS_BATCH_JOB_ARRAY_SIZE is not set: an AWS Batch array sets it/],
    [
      { ...slurm(3), JOB_COMPLETION_INDEX: "0", JOB_COMPLETIONS: "2" },
      /JOB_COMPLETION_INDEX of a Kubernetes indexed job and SLURM_ARRAY_TASK_ID of a Slurm array are both set; unset one/,
    ],
    // Without srun, sbatch runs the script once for all tasks.
    [
      { SLURM_PROCID: "0", SLURM_NTASKS: "8" },
      /SLURM_STEP_NUM_TASKS is not set: this is the batch script.*srun.*--array/,
    ],
    [slurm(3, { SLURM_STEP_NUM_TASKS: "4" }), /SLURM_STEP_NUM_TASKS is '4': all these tasks .* same share.*--ntasks=1/],
    [slurm(11), /SLURM_ARRAY_TASK_ID is 11, outside of SLURM_ARRAY_TASK_MIN=1 to SLURM_ARRAY_TASK_MAX=9/],
    [slurm(4), /SLURM_ARRAY_TASK_ID is 4, but 5 tasks .* in equal steps do not include it; submit the array as 1-5/],
    // --array=1,2,9
    [slurm(2, { SLURM_ARRAY_TASK_COUNT: "3" }), /SLURM_ARRAY_TASK_ID is 2, but 3 tasks/],
    [slurm(1, { SLURM_ARRAY_TASK_COUNT: "0" }), /0 tasks/],
    // --array=5 and --array=5-8: a part of an array that is submitted again.
    [
      slurm(5, { SLURM_ARRAY_TASK_COUNT: "1", SLURM_ARRAY_TASK_MIN: "5", SLURM_ARRAY_TASK_MAX: "5" }),
      /a Slurm array has one task, SLURM_ARRAY_TASK_ID=5: .*leave --part out.*name the share/,
    ],
    [
      slurm(6, { SLURM_ARRAY_TASK_COUNT: "4", SLURM_ARRAY_TASK_MIN: "5", SLURM_ARRAY_TASK_MAX: "8" }),
      /SLURM_ARRAY_TASK_MIN is 5: an array of all shares begins with 0 or 1/,
    ],
    [gridEngine(5), /SGE_TASK_ID is 5, but 4 tasks/],
    [gridEngine(1, { SGE_TASK_STEPSIZE: "0", SGE_TASK_LAST: "x" }), /SGE_TASK_LAST is 'x'/],
  ])("%j", (environment, message) => {
    expect(findShare(environment)).toMatch(message);
    expect(findShare(environment)).toMatch(/^--part auto: /);
  });
});

/** `--array=1,3,4,7` fits no equal steps: at least one task sees it, so no run of all tasks passes unseen. */
it("of an array with unequal steps, at least one task is refused", () => {
  const ids = [1, 3, 4, 7];
  const environmentOf = (id: number) => slurm(id, { SLURM_ARRAY_TASK_COUNT: "4", SLURM_ARRAY_TASK_MAX: "7" });
  expect(ids.map((id) => findShare(environmentOf(id))).some((found) => typeof found === "string")).toBe(true);
});
