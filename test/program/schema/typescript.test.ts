// Compiles the printed interface with tsc, in programs and together with the library's types.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";
import { linesWritten, OUTPUTS, type Output, schemaAs } from "../../support/schema/outputs.ts";

const folder = mkdtempSync(join(tmpdir(), "eventsim-typescript-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");
const OPTIONS = ["--strict", "--exactOptionalPropertyTypes", "--noEmit", "--target", "ES2022", "--module", "NodeNext"];

interface Program {
  name: string;
  /** A module with the printed interface, which the program imports as "EVENT". */
  printed: string;
  text: string;
  /** The error that tsc must report; absent if the program is correct. */
  error?: string;
}

/** Lines as in a program: one with a song, one of a hidden user, and one with a length that is NaN. */
async function readingProgram(output: Output): Promise<string> {
  const lines = await linesWritten(output);
  const some = [
    lines.find((line) => line.includes('"artist"') && !line.includes('"NaN"')),
    lines.find((line) => line.includes('"userId":""')),
    lines.find((line) => line.includes('"length":"NaN"')),
  ].filter((line) => line !== undefined);
  return `import type { SimulatedEvent } from "EVENT";
const events: SimulatedEvent[] = [${some.join(",\n")}];
for (const { ts, page, song, artist } of events) {
  const when: string = new Date(ts).toISOString();
  const what: string = song === undefined ? page : song.toUpperCase() + artist;
  if (when === what) throw new Error();
}
`;
}

const [ours, original] = [await schemaAs("typescript"), await schemaAs("typescript", "--compat", "interana")];

const sameAs = (type: string) => `import type { SimulatedEvent as Printed } from "EVENT";
import type { OriginalEvent, SimulatedEvent } from "${join(ROOT, "src/schema/event.ts")}";
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export const isSame: Same<Printed, ${type}> = true;
`;

const using = (expression: string) => `import type { SimulatedEvent } from "EVENT";
export const valueOf = (event: SimulatedEvent) => ${expression};
`;

const PROGRAMS: Program[] = [
  ...(await Promise.all(
    OUTPUTS.map(async (output) => ({
      name: `lines of ${output.name}`,
      printed: await schemaAs("typescript", ...output.options),
      text: await readingProgram(output),
    })),
  )),
  { name: "the library's type", printed: ours, text: sameAs("SimulatedEvent") },
  { name: "the library's type for the original's engine", printed: original, text: sameAs("OriginalEvent") },
  { name: "that type for the other engine", printed: original, text: sameAs("SimulatedEvent"), error: "TS2322" },
  {
    name: "another type than the library's",
    printed: ours.replace("status: number", "status: string"),
    text: sameAs("SimulatedEvent"),
    error: "TS2322",
  },
  { name: "a tag that may be absent", printed: ours, text: using("event.tag.length"), error: "TS18048" },
  { name: "a tag that is there", printed: await schemaAs("typescript", "--tag", "x"), text: using("event.tag.length") },
  { name: "a field that is not there", printed: ours, text: using("event.user"), error: "TS2339" },
  { name: "a gender that nobody has", printed: ours, text: using('event.gender === "X"'), error: "TS2367" },
];

let said: string[] = [];

beforeAll(async () => {
  const names = PROGRAMS.map(({ printed, text }, index) => {
    writeFileSync(join(folder, `event-${index}.ts`), printed);
    writeFileSync(join(folder, `program-${index}.ts`), text.replaceAll("EVENT", `./event-${index}.ts`));
    return `program-${index}.ts`;
  });
  const values = [TSC, ...OPTIONS, "--allowImportingTsExtensions", "--ignoreConfig", ...names];
  said = (await runCommand(process.execPath, values, { cwd: folder })).stdout.split("\n");
});

describe("tsc, of a program with the printed interface and", () => {
  it.each(PROGRAMS.map(({ name, error }, index) => ({ name, error, index })))("$name", ({ index, error }) => {
    const errors = said.filter((line) => line.startsWith(`program-${index}.ts(`));
    if (error === undefined) expect(errors).toEqual([]);
    else expect(errors).toEqual([expect.stringContaining(`error ${error}: `)]);
  });

  it("says nothing else", () => {
    expect(said.filter((line) => line !== "" && !/^(program-\d+\.ts\(| )/.test(line))).toEqual([]);
  });
});
