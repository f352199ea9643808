import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { LAUNCH } from "../../../bench/launch.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { outcomeOf, run, startCommand } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

const JOB = join(ROOT, "deploy/kubernetes/job.yaml");
const SCRIPT = join(ROOT, "deploy/slurm/eventsim.sbatch");

interface Job {
  spec: {
    completions: number;
    parallelism: number;
    template: { spec: { containers: { args: string[]; env: { name: string; value: string }[] }[] } };
  };
}

/** All shares are there, and are one data set. */
async function expectWhole(folder: string, shares: number): Promise<void> {
  const { code, stdout } = await commandHere(["verify", "--merge", "--workers", "1", folder]);
  expect(stdout).toMatch(new RegExp(`^all as the manifests say: ${shares} shares, `));
  expect(code).toBe(0);
}

describe("the Job of Kubernetes", () => {
  const job = parse(readFileSync(JOB, "utf8")) as Job;
  const [container] = job.spec.template.spec.containers;
  const { args, env } = container!;

  it("tells its pods how many they are", () => {
    expect(env).toEqual([{ name: "JOB_COMPLETIONS", value: String(job.spec.completions) }]);
    expect(job.spec.parallelism).toBeLessThanOrEqual(job.spec.completions);
  });

  it("makes all shares, each in its pod; a pod that is started again goes on", async () => {
    const folder = temporaryFolder();
    const small = args.map((arg) =>
      arg.replace("--nusers=10M", "--nusers=40").replace("--workers=2", "--workers=1").replace("/data/", `${folder}/`),
    );
    expect(small.filter((arg, index) => arg !== args[index]).length).toBe(3);
    const podOf = (index: number) =>
      run(small, {
        env: {
          PATH: process.env.PATH,
          ...Object.fromEntries(env.map(({ name, value }) => [name, value])),
          JOB_COMPLETION_INDEX: String(index),
        },
      });
    for (let index = 0; index < job.spec.completions; index++) {
      const { code, stderr } = await podOf(index);
      expect(stderr).toContain(`share ${index + 1}/${job.spec.completions}, from a Kubernetes indexed job`);
      expect(code).toBe(0);
    }
    await expectWhole(join(folder, "week"), job.spec.completions);
    const again = await podOf(2);
    expect(again.stderr).toContain("resume: 1 finished files are kept");
    expect(again.code).toBe(0);
  });
});

describe("the script of Slurm", () => {
  const script = readFileSync(SCRIPT, "utf8");
  const [, first, last] = /^#SBATCH --array=(\d+)-(\d+)$/m.exec(script) ?? [];

  /** Runs the script as a task of an array does, with a program that replaces the number of users. */
  async function task(folder: string, id: number, more: Record<string, string> = {}) {
    const program = join(folder, "eventsim");
    const launch = [process.execPath, ...LAUNCH].map((word) => `'${word}'`).join(" ");
    const words = `set -- "\${@/#10M/40}"\nexec ${launch} "$@"`;
    writeFileSync(program, `#!/bin/bash\n${words}\n`);
    chmodSync(program, 0o755);
    const env = {
      PATH: process.env.PATH,
      ...{ EVENTSIM: program, SLURM_CPUS_PER_TASK: "1", SLURM_PROCID: "0", SLURM_NTASKS: "1" },
      ...{ SLURM_ARRAY_TASK_ID: String(id), SLURM_ARRAY_TASK_MIN: first!, SLURM_ARRAY_TASK_MAX: last! },
      SLURM_ARRAY_TASK_COUNT: String(Number(last) - Number(first) + 1),
      ...more,
    };
    return await outcomeOf(startCommand("bash", [SCRIPT], { cwd: folder, env }));
  }

  it("is one of bash", () => {
    execFileSync("bash", ["-n", SCRIPT]);
    expect(script.startsWith("#!/bin/bash\n")).toBe(true);
  });

  it("makes all shares, each in its task", async () => {
    const folder = temporaryFolder();
    for (let id = Number(first); id <= Number(last); id++) {
      const { code, stderr } = await task(folder, id);
      expect(stderr).toContain(`share ${id}/${last}, from a Slurm array (SLURM_ARRAY_TASK_ID=${id}, `);
      expect(code).toBe(0);
    }
    await expectWhole(join(folder, "events"), Number(last));
  });

  it("makes a share again that PART names, where OUTPUT says", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "elsewhere"));
    const alone = { SLURM_ARRAY_TASK_COUNT: "1", SLURM_ARRAY_TASK_MIN: "3", SLURM_ARRAY_TASK_MAX: "3" };
    const unnamed = await task(folder, 3, alone);
    expect(unnamed.code).toBe(2);
    expect(unnamed.stderr).toContain("a Slurm array has one task, SLURM_ARRAY_TASK_ID=3");
    const named = await task(folder, 3, { ...alone, PART: "3/4", OUTPUT: join(folder, "elsewhere") });
    expect(named.code).toBe(0);
    readFileSync(join(folder, "elsewhere/.eventsim/_manifest-3-of-4"));
  });
});
