import { join } from "node:path";
import fc from "fast-check";
import { Seal } from "../../src/output/resume/sealed-lines.ts";
import { SPLIT, stoppedSet } from "./base.ts";
import type { Case, Kind } from "./case.ts";
import { changed, changes, edited, edits } from "./changes.ts";

const LINES = join("set", ".eventsim", "_files");
const TALLY = join("set", ".eventsim", "_tally");

/** The values of the lines, without their checksums. */
function valuesOf(journal: Buffer): unknown[] {
  const seal = new Seal();
  const lines = journal.toString().split("\n").slice(0, -1);
  return lines.map((line) => seal.open(line));
}

/** A stranger can make checksums, too. */
function sealed(values: unknown): Buffer {
  const seal = new Seal();
  return Buffer.from(Array.isArray(values) ? values.map((value) => seal.add(value ?? null)).join("") : "");
}

export const journals: Kind = {
  name: "journals",
  async prepare() {
    const files = await stoppedSet();
    const journal = files[LINES];
    if (journal === undefined || files[TALLY] === undefined) throw new Error(`fuzz: no ${LINES} or ${TALLY} was left`);
    const values = valuesOf(journal);
    const caseOf = (name: string, bytes: Buffer): Case => ({
      files: { ...files, [name]: bytes },
      args: [...SPLIT, "--resume"],
      codes: [0, 2],
    });
    const name = fc.constantFrom(LINES, TALLY);
    return fc.oneof(
      changes.map((all) => caseOf(LINES, sealed(changed(values, all)))),
      fc.tuple(name, edits).map(([each, all]) => caseOf(each, edited(files[each] as Buffer, all))),
    );
  },
};
