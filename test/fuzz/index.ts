// Tries the program on what a stranger could give it: `npm run fuzz -- --minutes 10 --seed 7 --only configs`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import type { Case, Kind } from "./case.ts";
import { configs } from "./configs.ts";
import { events } from "./events.ts";
import { journals } from "./journals.ts";
import { manifests } from "./manifests.ts";
import { Runner } from "./runner.ts";

const KINDS: readonly Kind[] = [configs, manifests, journals, events];
const FINDINGS = join("build", "fuzz-findings");

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    only: { type: "string" },
  },
});
const seed = Number(values.seed);
const end = Date.now() + Number(values.minutes) * 60_000;
const kinds = KINDS.filter(({ name }) => values.only === undefined || name === values.only);
if (kinds.length === 0 || !Number.isInteger(seed) || Number.isNaN(end)) {
  const names = KINDS.map(({ name }) => name).join(", ");
  process.stderr.write(`fuzz: --minutes and --seed are numbers, --only is one of ${names}\n`);
  process.exit(2);
}

/** Keeps a case as files that a person can run. */
function keep(name: string, { files, args }: Case, finding: string): string {
  const folder = join(FINDINGS, name);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  writeFileSync(join(folder, "finding.txt"), `${finding}\n\neventsim ${args.join(" ")}\n`);
  return folder;
}

const runner = new Runner(join(import.meta.dirname, "harness.js"), process.cwd());
process.stdout.write(`fuzz: seed ${seed}, ${kinds.map(({ name }) => name).join(", ")}, ${values.minutes} minutes\n`);
let cases = 0;
let findings = 0;
try {
  const arbitraries = [];
  for (const kind of kinds) arbitraries.push({ name: kind.name, arbitrary: await kind.prepare() });
  while (Date.now() < end) {
    const number = cases++;
    const { name, arbitrary } = arbitraries[number % arbitraries.length]!;
    // A seed for each case: one of them can be made again without the others.
    const [made] = fc.sample(arbitrary, { seed: seed + number, numRuns: 1 }) as [Case];
    const { finding } = await runner.run(made);
    if (finding === undefined) continue;
    findings++;
    const folder = keep(`${name}-${seed + number}`, made, finding);
    process.stdout.write(`${folder}: ${finding.split("\n")[0]}\n`);
  }
} finally {
  runner.close();
}
process.stdout.write(`fuzz: seed ${seed}, ${cases} cases, ${findings} findings\n`);
process.exitCode = findings === 0 ? 0 : 1;
