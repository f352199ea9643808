import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fastFolder } from "../../support/files/folders.ts";
import { FIXED, run } from "../../support/program/program.ts";

const WORDS = [...FIXED, "--workers", "1", "--split-events", "400"];

/** Runs with the variables of a scheduler, and without those of the one that runs the tests. */
function runWith(environment: Record<string, string>, values: string[]) {
  return run(values, { env: { PATH: process.env.PATH, ...environment } });
}

it("--part auto is --part I/N, in the files, the manifest and the id", async () => {
  const folder = fastFolder();
  const names = (name: string) => join(folder, name, "events-{share}-{part}.json");
  const typed = await run([...WORDS, "--part", "3/4", names("typed")]);
  const found = await runWith({ JOB_COMPLETION_INDEX: "2", JOB_COMPLETIONS: "4" }, [
    ...WORDS,
    ...["--part", "auto", names("found")],
  ]);
  expect(typed.code).toBe(0);
  expect(found.code).toBe(0);
  const said = "share 3/4, from a Kubernetes indexed job (JOB_COMPLETION_INDEX=2, JOB_COMPLETIONS=4)\n";
  expect(found.stderr.startsWith(said)).toBe(true);
  const manifests = ["typed", "found"].map((name) =>
    readFileSync(join(folder, name, ".eventsim/_manifest-3-of-4"), "utf8"),
  );
  expect(manifests[1]).toBe(manifests[0]);
});

it("is said once, also where the program starts itself again, and not with --quiet", async () => {
  const slurm = { SLURM_ARRAY_TASK_ID: "1", SLURM_ARRAY_TASK_COUNT: "2" };
  const environment = { ...slurm, SLURM_ARRAY_TASK_MIN: "0", SLURM_ARRAY_TASK_MAX: "1" };
  const [loud, quiet, id] = await Promise.all([
    runWith(environment, [...FIXED, "--part", "auto", "-XX:+ExitOnOutOfMemoryError", "/dev/null"]),
    runWith(environment, [...FIXED, "--part", "auto", "--quiet", "/dev/null"]),
    runWith(environment, ["id", ...FIXED, "--part=auto"]),
  ]);
  expect(loud.stderr.split("share 2/2, from a Slurm array (").length).toBe(2);
  expect(quiet).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(id.stderr).toContain("share 2/2, from a Slurm array (SLURM_ARRAY_TASK_ID=1, ");
  expect(id.stdout).toBe((await run(["id", ...FIXED, "--part", "2/2"])).stdout);
});

it("is refused with every other problem, before anything is written", async () => {
  const file = join(fastFolder(), "events.json");
  const { code, stdout, stderr } = await runWith({ JOB_COMPLETION_INDEX: "2" }, [
    ...["-n", "0", "--part", "auto", file],
  ]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(
    /--part auto: JOB_COMPLETIONS is not set: .*"env"; or write the share itself, such as --part 2\/8/,
  );
  expect(stderr).toMatch(/--nusers.*'0'/);
  expect(existsSync(file)).toBe(false);
});
