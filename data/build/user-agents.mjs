// Makes data/user-agents.tsv from a sample of real browsers.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withNpmPackage } from "./packages.mjs";
import { byWeight, writeTable } from "./table.mjs";

/** The package's weights sum to 1; ours count users in a million. */
const PARTS = 1_000_000;

const sample = await withNpmPackage("user-agents@2.1.198", (folder) =>
  JSON.parse(readFileSync(join(folder, "dist", "user-agents.json"), "utf8")),
);
const weights = new Map();
// The sample tells screens and languages apart, an event does not.
for (const { userAgent, weight } of sample) weights.set(userAgent, (weights.get(userAgent) ?? 0) + weight);
const agents = [...weights].map(([text, weight]) => [text, Math.round(weight * PARTS)]).sort(byWeight);
writeTable("user-agents.tsv", ["userAgent", "weight"], agents);
