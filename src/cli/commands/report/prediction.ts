import type { Manifest } from "../../../output/manifest/manifest.ts";
import type { Comparison } from "../../../predict/compare/rows.ts";
import { compareTotals } from "../../../predict/compare/totals.ts";
import { SolvedConfig } from "../../../predict/model.ts";
import { configOfManifest } from "../../../report/manifest/configuration.ts";
import { UsageError } from "../../../system/errors.ts";
import { observeManifest } from "../../config/observe.ts";
import { builtinDurations } from "../../config/solving.ts";

/** What a manifest's configuration predicts beside its totals, as `config check --compare` has it; or why they are not compared. */
export async function predictionOf(path: string, manifest: Manifest): Promise<Comparison | string> {
  try {
    const config = configOfManifest(manifest, path);
    const { totals, span } = await observeManifest(path, config);
    return compareTotals(new SolvedConfig(config, builtinDurations(), totals.growth), totals, span);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const reason = error.message.split("\n")[0]!.replace(/^--compare /, "");
    return `There is no prediction: ${reason}.`;
  }
}
