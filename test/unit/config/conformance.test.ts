import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../src/config/read.ts";
import { SHARED } from "../../support/root.ts";

const FOLDER = join(SHARED, "conformance", "configs");
const FILES = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(".json")) : [];

describe.skipIf(FILES.length === 0)("the configs of ../shared/conformance", () => {
  test.each(FILES)("%s is read", (name) => {
    const { config } = readConfig(join(FOLDER, name));
    expect(config.transitions.length).toBeGreaterThan(100);
    expect(config.churnedAuth).toBe("Cancelled");
  });
});
