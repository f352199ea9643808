// A report names the configuration of a manifest if it is one of those that come with the program.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCompatConfig, readConfig } from "../../../../src/config/read.ts";
import type { Config } from "../../../../src/config/types.ts";
import { hashOf, plainConfig } from "../../../../src/output/manifest/identity.ts";
import type { Manifest } from "../../../../src/output/manifest/manifest.ts";
import { shippedConfig } from "../../../../src/report/manifest/configuration.ts";
import { ROOT } from "../../../support/root.ts";

const SHIPPED = readdirSync(join(ROOT, "configs")).filter((file) => file.endsWith("-config.json"));

const manifestOf = (config: Config, engine: Manifest["engine"]) =>
  ({ config: plainConfig(config), configHash: hashOf(plainConfig(config)), engine }) as Manifest;

describe("the configuration of a manifest", () => {
  it.each(SHIPPED)("is found: %s", (file) => {
    const { config } = readConfig(join(ROOT, "configs", file));
    expect(shippedConfig(manifestOf(config, 2))).toBe(`configs/${file}`);
  });

  it("is found for the original's engine, too", () => {
    const config = readCompatConfig(join(ROOT, "configs", "Accordion-config.json"));
    expect(shippedConfig(manifestOf(config, "interana"))).toBe("configs/Accordion-config.json");
  });

  it("is none of them if a single number was changed", () => {
    const { config } = readConfig(join(ROOT, "configs", "Accordion-config.json"));
    expect(shippedConfig(manifestOf({ ...config, damping: config.damping / 2 }, 2))).toBeUndefined();
  });
});
