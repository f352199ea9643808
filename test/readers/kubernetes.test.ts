// Compares the files in deploy/kubernetes with the schemas of Kubernetes itself, by kubernetes-validate, which carries them.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/files/folders.ts";
import { ROOT } from "../support/root.ts";
import { areThere } from "./ask.ts";

const FOLDER = join(ROOT, "deploy/kubernetes");
const PYTHON = join(ROOT, "build/readers-venv/bin/python");
/** The first version in which each field of the Job is stable, and the newest one that the package knows. */
const VERSIONS = ["1.33", "1.37"];

/** Validates strictly: a key that Kubernetes does not know is a mistake. */
function validate(path: string, version: string): { status: number | null; text: string } {
  const words = ["-m", "kubernetes_validate", "--strict", "--kubernetes-version", version, path];
  const { status, stdout, stderr } = spawnSync(PYTHON, words, { encoding: "utf8" });
  return { status, text: stdout + stderr };
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));

describe.skipIf(!areThere).each(VERSIONS)("Kubernetes %s", (version) => {
  it.each(files)("takes %s", (name) => {
    const { status, text } = validate(join(FOLDER, name), version);
    expect(text).toContain("passed");
    expect(status).toBe(0);
  });

  it.each([
    ["backoffLimitPerIndex: 3", "backoffLimitPerIndexes: 3", /backoffLimitPerIndexes/],
    ["completions: 4", 'completions: "4"', /'4' is not of type 'integer'/],
    ['value: "4"', "value: 4", /4 is not of type 'string'/],
  ])("does not take it with a mistake: %s as %s", (right, wrong, message) => {
    const path = join(temporaryFolder(), "job.yaml");
    const text = readFileSync(join(FOLDER, "job.yaml"), "utf8");
    expect(text).toContain(right);
    writeFileSync(path, text.replace(right, wrong));
    const answer = validate(path, version);
    expect(answer.text).toMatch(message);
    expect(answer.status).not.toBe(0);
  });
});
