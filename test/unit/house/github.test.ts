// Checks GitHub's files with GitHub's own parser: a workflow with a mistake does not run, and only GitHub reports it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { temporaryFolder } from "../../support/files/folders.ts";
import { ROOT } from "../../support/root.ts";

const WORKFLOWS = join(ROOT, ".github", "workflows");
const FORMS = join(ROOT, ".github", "ISSUE_TEMPLATE");
const read = (...names: string[]): string => readFileSync(join(...names), "utf8");

let parser: typeof import("@actions/workflow-parser");

/** It imports JSON as bundlers do, and Node only with an attribute. */
async function loadParser(): Promise<typeof parser> {
  const outfile = join(temporaryFolder(), "parser.mjs");
  const entryPoints = ["@actions/workflow-parser"];
  await build({ entryPoints, outfile, absWorkingDir: ROOT, bundle: true, format: "esm", platform: "node" });
  return await import(/* @vite-ignore */ pathToFileURL(outfile).href);
}

async function mistakesOf(name: string, content: string): Promise<string[]> {
  parser ??= await loadParser();
  const { context, value } = parser.parseWorkflow({ name, content }, new parser.NoOperationTraceWriter());
  if (value !== undefined) await parser.convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

describe("workflows", () => {
  const names = readdirSync(WORKFLOWS);

  it.each(names)("%s is one that GitHub takes", async (name) => {
    expect(await mistakesOf(name, read(WORKFLOWS, name))).toEqual([]);
  });

  it.each([
    ["a job that is needed and not there", "needs: [verify, ", "needs: [verified, "],
    ["an expression that is none", "matrix.node }}", "matrix.node, }}"],
    ["a key of another name", "timeout-minutes: 90", "timeout: 90"],
  ])("the parser finds %s", async (_, before, after) => {
    const workflow = read(WORKFLOWS, "ci.yml");
    expect(workflow).toContain(before);
    expect(await mistakesOf("ci.yml", workflow.replace(before, after))).not.toEqual([]);
  });

  it.each(names)("%s runs scripts of package.json that exist", (name) => {
    const { scripts } = JSON.parse(read(ROOT, "package.json"));
    const called = [...read(WORKFLOWS, name).matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script as string);
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
  });

  it("only the release may write, and it waits for everything else", () => {
    const { permissions, jobs } = parse(read(WORKFLOWS, "ci.yml"));
    const { release, ...others } = jobs;
    expect(permissions).toEqual({ contents: "read" });
    for (const job of Object.values(others)) expect(job).not.toHaveProperty("permissions");
    expect(release.needs.toSorted()).toEqual(Object.keys(others).toSorted());
    expect(release.if).toBe("startsWith(github.ref, 'refs/tags/v')");
  });
});

describe("issue forms", () => {
  it.each(readdirSync(FORMS).filter((name) => name !== "config.yml"))(
    "%s has the keys that GitHub requires of a form",
    (name) => {
      const { name: title, description, body } = parse(read(FORMS, name));
      expect([title, description]).toEqual([expect.any(String), expect.any(String)]);
      const fields = body.filter(({ type }: { type: string }) => type !== "markdown");
      const ids = fields.map(({ id }: { id: string }) => id);
      expect(new Set(ids).size).toBe(fields.length);
      expect(ids).not.toContain(undefined);
      for (const { attributes } of fields) expect(attributes.label).toEqual(expect.any(String));
    },
  );
});
