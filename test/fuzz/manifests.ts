import fc from "fast-check";
import { finishedSet, SPLIT } from "./base.ts";
import type { Case, Kind } from "./case.ts";
import { changed, changes, edited, edits } from "./changes.ts";

/** `verify` ends with 1 where files are not as the manifest says. */
const COMMANDS: readonly (readonly [args: string[], codes: readonly number[]])[] = [
  [
    ["verify", "set"],
    [0, 1, 2],
  ],
  [
    [...SPLIT, "--resume"],
    [0, 2],
  ],
  [
    [...SPLIT, "--only-parts", "2"],
    [0, 2],
  ],
];

export const manifests: Kind = {
  name: "manifests",
  async prepare() {
    const files = await finishedSet();
    const name = Object.keys(files).find((each) => each.includes("manifest")) as string;
    const text = files[name] as Buffer;
    const json = JSON.parse(text.toString()) as unknown;
    const caseOf = (manifest: Buffer, [args, codes]: (typeof COMMANDS)[number]): Case => ({
      files: { ...files, [name]: manifest },
      args,
      codes,
    });
    const command = fc.constantFrom(...COMMANDS);
    return fc.oneof(
      fc
        .tuple(changes, command)
        .map(([all, chosen]) => caseOf(Buffer.from(JSON.stringify(changed(json, all))), chosen)),
      fc.tuple(edits, command).map(([all, chosen]) => caseOf(edited(text, all), chosen)),
    );
  },
};
