import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { readCompatConfig, readConfig } from "../../config/read.ts";
import { shippedFile, shippedNames } from "../../config/shipped.ts";
import type { Config } from "../../config/types.ts";
import { hashOf, type Json, plainConfig } from "../../output/manifest/identity.ts";
import type { Manifest } from "../../output/manifest/manifest.ts";
import { packageRoot } from "../../system/root.ts";

/** Keys of a manifest's configuration by those of a file. */
const SCALARS = {
  seed: "seed",
  alpha: "alphaSeconds",
  beta: "betaSeconds",
  damping: "damping",
  "weekend-damping": "weekendDamping",
  "weekend-damping-offset": "weekendDampingOffsetMinutes",
  "weekend-damping-scale": "weekendDampingScaleMinutes",
  "session-gap": "sessionGapSeconds",
  "growth-rate": "growthRate",
  holidays: "holidays",
  "churned-state": "churnedAuth",
  "new-user-auth": "newUserAuth",
  "new-user-level": "newUserLevel",
  levels: "levels",
  auths: "auths",
  "new-session": "newSession",
} as const;

/** Whether a file could have the configuration, as its first glance says: the checks of all files take half a second. */
function resembles(path: string, config: Manifest["config"]): boolean {
  try {
    const { alpha, beta, transitions } = JSON.parse(readFileSync(path, "utf8"));
    return (
      alpha === config.alphaSeconds &&
      beta === config.betaSeconds &&
      transitions.length === (config.transitions as Json[]).length
    );
  } catch {
    return false;
  }
}

/** The path of the configuration among those that come with the program; undefined if it is none of them. */
export function shippedConfig({ config, configHash, engine }: Manifest): string | undefined {
  const read = (path: string) => (engine === "interana" ? readCompatConfig(path) : readConfig(path).config);
  const file = shippedNames()
    .map(shippedFile)
    .find((path) => resembles(path, config) && hashOf(plainConfig(read(path))) === configHash);
  return file && relative(packageRoot(), file);
}

/** A manifest's configuration as the text of a file, which has the same checks then. */
function textOf(config: Readonly<Record<string, Json | undefined>>): string {
  const transitions = Array.isArray(config.transitions) ? config.transitions : [];
  const details = config.showUserDetails;
  const seed = typeof config.seed === "string" && /^-?\d{1,19}$/.test(config.seed) ? config.seed : "0";
  const scalars = Object.entries(SCALARS)
    .filter(([key, own]) => key !== "seed" && config[own] !== undefined)
    .map(([key, own]) => [key, config[own]] as const);
  const file = {
    ...Object.fromEntries(scalars),
    "show-user-details": Object.entries(typeof details === "object" && details !== null ? details : {}).map(
      ([auth, show]) => ({ auth, show: show as Json }),
    ),
    transitions: transitions.map((transition) => {
      const { source, dest, probability } = transition as Readonly<Record<string, Json>>;
      return { source, dest, p: probability };
    }),
  };
  // JSON's numbers in JavaScript hold no seed of 64 bits.
  return `{"seed":${seed},${JSON.stringify(file).slice(1)}`;
}

/** The configuration of a manifest. Throws UsageError if it is none. */
export function configOfManifest({ config }: Manifest, path: string): Config {
  return readConfig(`${path} (config)`, textOf(config)).config;
}
