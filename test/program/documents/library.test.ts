// The programs that the guide's page on the library shows have no errors for the compiler, and run, at a small size.
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { blocksOf, readPage } from "../../support/documents/blocks.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { runCommand } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

const MOST_USERS = 300;
const PAGE = readPage("docs/guide/library.md");
const programs = blocksOf(PAGE)
  .filter(({ language }) => language === "ts")
  .map(({ text }) => text);
/** A broker cannot be expected where tests run; the compiler checks these all the same. */
const needsBroker = (text: string) => text.includes("kafka://");
const running = programs.filter((text) => !needsBroker(text));
/** What the others print, in order of the page. */
const PRINTED = ["true\n", "Upgrade\n", "", "true\n", "true\n", /^\w/, "2\n"];

/** At most 300 users, as the commands of other pages have; the size of files follows. */
function scaled(text: string): string {
  const few = text.replaceAll(/(?<=users: )[\d_]+/g, (digits) =>
    String(Math.min(MOST_USERS, Number(digits.replaceAll("_", "")))),
  );
  return few.replaceAll(/(?<=splitEvents: )[\d_]+/g, "10_000");
}

/** A project with the package and a clone's configurations. */
function makeProject(): string {
  const folder = temporaryFolder();
  for (const name of ["data", "node_modules"]) mkdirSync(join(folder, name));
  symlinkSync(join(ROOT, "configs"), join(folder, "configs"));
  symlinkSync(ROOT, join(folder, "node_modules", "eventsim"));
  return folder;
}

/** What the compiler says of each program. They take the package for its sources: types are bundled only where it is packed. */
function complaints(texts: readonly string[]): string[][] {
  const folder = temporaryFolder();
  const paths = texts.map((text, index) => {
    const path = join(folder, `program-${index}.mts`);
    writeFileSync(path, text);
    return path;
  });
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const program = ts.createProgram(paths, {
    ...options,
    ...{ noEmit: true, types: ["node"], typeRoots: [join(ROOT, "node_modules", "@types")] },
    paths: { eventsim: [join(ROOT, "src", "index.ts")] },
  });
  return paths.map((path) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
  );
}

describe("the programs of docs/guide/library.md", () => {
  it("have no errors for the compiler, which sees those of a wrong one", () => {
    const wrong = 'import { simulate } from "eventsim"; await simulate({ users: "5" });';
    const all = complaints([...programs, wrong]);
    expect(all.slice(0, -1).flat()).toEqual([]);
    expect(all.at(-1)).toHaveLength(1);
  });

  it("are as many as are expected to print something", () => {
    expect(running.length).toBe(PRINTED.length);
    expect(programs.length).toBeGreaterThan(running.length);
  });

  it.each(running.map((text, index) => [index + 1, text] as const))("number %i runs", async (number, text) => {
    const folder = makeProject();
    const path = join(folder, "program.mjs");
    writeFileSync(path, transformSync(scaled(text), { loader: "ts", format: "esm" }).code);
    const { code, stdout, stderr } = await runCommand(process.execPath, [path], { cwd: folder });
    expect(code, stderr).toBe(0);
    const printed = PRINTED[number - 1]!;
    if (typeof printed === "string") expect(stdout).toBe(printed);
    else expect(stdout).toMatch(printed);
  });
});
