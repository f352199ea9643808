import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";
import { POPULATIONS } from "../../support/sites/populations.ts";

const folder = mkdtempSync(join(tmpdir(), "eventsim-package-"));
/** As the README's commands leave one in the developer's checkout. */
const made = join(ROOT, "data", `package-test-${process.pid}.json`);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(made, { force: true });
});

/** `npm run` sets variables about the current package for a nested npm. Only the registry's settings may pass. */
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
  /** Where it is installed. */
  let project = "";

  beforeAll(async () => {
    writeFileSync(made, "{}\n");
    await npm(["run", "build:types"], ROOT);
    const [packed] = JSON.parse(await npm(["pack", "--ignore-scripts", "--json", "--pack-destination", folder], ROOT));
    files = packed.files.map(({ path }: { path: string }) => path);
    project = mkdtempSync(join(folder, "project-"));
    writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
    const tarball = join(folder, packed.filename);
    await npm(["install", "--prefer-offline", "--no-audit", "--no-fund", tarball], project);
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
        ...POPULATIONS.map((name) => `configs/${name}-config.json`),
        ...["first-names", "last-names", "places", "user-agents", "songs"].map((name) => `data/${name}.tsv`),
      ]),
    );
  });

  it("has nothing that a run has written into data/", () => {
    expect(files.filter((path) => /^data\/.*(?<!\.tsv|\.md)$/.test(path))).toEqual([]);
  });

  it("has neither sources nor tests nor files of the developer's tools", () => {
    const surplus = files.filter((path) =>
      /^(\.|(dist\/|data\/)?(test|bench|build|src|assembly)\b)|\.(ts|wat|map|mjs|jsonl|log)$/.test(path),
    );
    expect(surplus).toEqual(["dist/index.d.ts"]);
  });

  it("runs where it is installed, with its dependencies alone", async () => {
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

  /** Uses of the library in TypeScript. A line after `@ts-expect-error` must not compile. */
  const PROGRAM = `
import { EventsimError, type Manifest, type SimulateOptions, type SiteConfig, simulate, UsageError } from "eventsim";

const options: SimulateOptions = { users: 3, from: "2026-03-02", to: new Date("2026-03-03T00:00:00Z"), seed: 7n, workers: 1 };
const run = await simulate(options);
let plays = 0;
let count = 0;
for await (const event of run.events()) {
  const page: string = event.page;
  const length: number | undefined = event.length;
  if (page === "NextSong" && length !== undefined && event.ts > 0) plays++;
  count++;
  // @ts-expect-error: no event has such a field
  event.nothing;
}
let bytes = 0;
await run.bytes({ format: "json" }).pipeTo(new WritableStream<Uint8Array>({ write(chunk) { bytes += chunk.byteLength; } }));
const { manifest } = await run.write("out/events-{part}.json", { splitEvents: 10, onProgress: ({ share }) => void share.toFixed() });
const seed: Manifest["seed"] | undefined = manifest?.seed;
// @ts-expect-error: the format is one of two
export const wrong = () => run.bytes({ format: "xml" });
const config: Partial<SiteConfig> = { "n-users": 1 };
// @ts-expect-error: a configuration has tables
const refused = simulate({ config });
const isRefused = await refused.catch((error: unknown) => error instanceof UsageError && error instanceof EventsimError);
console.log(JSON.stringify({ isPlayed: plays > 0, count, bytes, seed, events: manifest?.totals.events, isRefused }));
`;

  it("is a library, typed without help and run as an ES module", async () => {
    writeFileSync(join(project, "program.ts"), PROGRAM);
    const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
    // Web types come from the browser's library, or from Node's.
    const nodeTypes = ["--typeRoots", join(ROOT, "node_modules", "@types"), "--types", "node", "--lib", "ES2023"];
    // Our declarations are checked, as `npm run build:types` does not; TypeScript's own are not.
    const checked = ["--skipLibCheck", "false", "--skipDefaultLibCheck", "--target", "es2022"];
    const flags = ["--strict", "--exactOptionalPropertyTypes", ...checked];
    for (const world of [["--lib", "ES2023,DOM"], nodeTypes]) {
      const values = [tsc, ...flags, "--module", "nodenext", ...world, "program.ts"];
      const compiled = await runCommand(process.execPath, values, { cwd: project });
      expect(compiled).toMatchObject({ code: 0, stdout: "" });
    }
    const { code, stdout, stderr } = await runCommand(process.execPath, ["program.js"], { cwd: project });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const values = ["-n", "3", "-s", "2026-03-02", "-e", "2026-03-03", "-r", "7", "--quiet", "same.json"];
    await runCommand("npx", ["--no-install", "eventsim", ...values], { cwd: project, env: environment });
    const text = readFileSync(join(project, "same.json"), "utf8");
    const count = text.split("\n").length - 1;
    const expected = {
      isPlayed: true,
      count,
      bytes: Buffer.byteLength(text),
      seed: "7",
      events: count,
      isRefused: true,
    };
    expect(JSON.parse(stdout)).toEqual(expected);
  });

  it("does not load the library where only the program is asked for", () => {
    const source = (name: string) => readFileSync(join(ROOT, "dist", "program", name), "utf8");
    const ofProgram = new Set(["main.js"]);
    for (const name of ofProgram)
      for (const [, next] of source(name).matchAll(/"\.\/([\w.-]+\.js)"/g)) ofProgram.add(next!);
    expect(ofProgram.size).toBeGreaterThan(10);
    expect([...ofProgram]).not.toContain("index.js");
  });
});
