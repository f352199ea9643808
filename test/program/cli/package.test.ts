import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

const folder = mkdtempSync(join(tmpdir(), "eventsim-package-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `npm run` tells the npm below it about the package it runs in; only the settings for the registry may pass. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(cache|registry|userconfig)$)|^INIT_CWD$/i.test(name),
  ),
);

async function npm(values: string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await runCommand("npm", values, { cwd, env: environment });
  expect(code, stderr).toBe(0);
  return stdout;
}

describe("the npm package", () => {
  let files: string[] = [];
  let tarball = "";

  beforeAll(async () => {
    const [packed] = JSON.parse(await npm(["pack", "--ignore-scripts", "--json", "--pack-destination", folder], ROOT));
    files = packed.files.map(({ path }: { path: string }) => path);
    tarball = join(folder, packed.filename);
  });

  it("has the program, its data and its configurations", () => {
    const { bin } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(files).toEqual(
      expect.arrayContaining([
        ...Object.values(bin),
        ...[
          "package.json",
          "README.md",
          "dist/program/main.js",
          "dist/program/worker.js",
          "dist/kernel.wasm",
          "dist/eventsim.1",
        ],
        ...["Accordion", "Cello", "Nagara", "Tambourine", "Whistle"].map((name) => `configs/${name}-config.json`),
        ...["first-names", "last-names", "places", "user-agents", "songs"].map((name) => `data/${name}.tsv`),
      ]),
    );
  });

  it("has neither sources nor tests nor what the developer's tools leave behind", () => {
    const surplus = files.filter((path) =>
      /^(\.|(dist\/|data\/)?(test|bench|build|src|assembly)\b)|\.(ts|wat|map|mjs|jsonl|log)$/.test(path),
    );
    expect(surplus).toEqual([]);
  });

  it("runs where it is installed, with its dependencies alone", async () => {
    const project = mkdtempSync(join(folder, "project-"));
    writeFileSync(join(project, "package.json"), '{ "private": true }\n');
    await npm(["install", "--prefer-offline", "--no-audit", "--no-fund", tarball], project);
    const values = ["eventsim", "-n", "1", "--from", "2", "--now", "2026-03-07T00:00:00", "out.json"];
    const run = await runCommand("npx", ["--no-install", ...values], { cwd: project, env: environment });
    expect(run.stderr).toMatch(/^window: .*\n[\d,]+ events, /m);
    expect(run).toMatchObject({ code: 0, stdout: "" });
    const lines = readFileSync(join(project, "out.json"), "utf8").split("\n");
    expect(lines.pop()).toBe("");
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ sessionId: expect.any(Number) });
    const cat = await runCommand("npx", ["--no-install", "eventsim", "cat", "out.json"], {
      cwd: project,
      env: environment,
    });
    expect(cat).toMatchObject({ code: 0, stdout: readFileSync(join(project, "out.json"), "utf8") });
    const bench = ["bench", "--seconds", "1", "--events", "1000", "-n", "10", "--workers", "1", "--json"];
    const measured = await runCommand("npx", ["--no-install", "eventsim", ...bench], {
      cwd: project,
      env: environment,
    });
    expect(measured.code, measured.stderr).toBe(0);
    const { machine, rows } = JSON.parse(measured.stdout);
    expect([machine.commit, rows.length]).toEqual([undefined, 16]); // 10 stages, and 2 encodings into 3 destinations
    // Countries other than US need the package of holidays, which the program loads only then.
    const german = [...values.slice(0, -1), "--holidays", "DE", "--quiet", "/dev/null"];
    const other = await runCommand("npx", ["--no-install", ...german], { cwd: project, env: environment });
    expect(other).toMatchObject({ code: 0, stdout: "" });
  });
});
