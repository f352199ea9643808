import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder, run } from "../../support/program/command.ts";
import { type ConfigJson, window } from "../../support/sites/shipped.ts";

export interface Report {
  comparison: { rows: { what: string; apart: number; fits: boolean }[]; strange: string[] };
}

/** Runs a configuration, and compares the manifest and the events with the prediction for it, or for another. */
export function compareRun(
  config: ConfigJson,
  flags: string[],
  checked = config,
): { byTotals: Report; byEvents: Report } {
  return inFolder((folder) => {
    const [file, other] = [join(folder, "run.json"), join(folder, "checked.json")];
    writeFileSync(file, JSON.stringify(config));
    writeFileSync(other, JSON.stringify(checked));
    const [events, manifest] = [join(folder, "events.json"), join(folder, "manifest.json")];
    run(["-c", file, ...flags, "--quiet", "--manifest", manifest, events]);
    const check = (path: string): Report => {
      const args = ["config", "check", other, "--days", "14", "--json", "--compare", path];
      return JSON.parse(run(args, { exitCode: checked === config ? 0 : 1 }).bytes.toString());
    };
    return { byTotals: check(manifest), byEvents: check(events) };
  });
}

export const misfits = ({ comparison }: Report) => [
  ...comparison.strange,
  ...comparison.rows.filter(({ fits }) => !fits).map(({ what }) => what),
];

/** Root of the mean square: about 1 where the noise is as large as predicted. */
export const spread = ({ comparison: { rows } }: Report) =>
  Math.sqrt(rows.reduce((sum, { apart }) => sum + apart ** 2, 0) / rows.length);

export const TWO_WEEKS = [...window("2026-03-02", "2026-03-16"), "--randomseed", "5"];
