import { createHash } from "node:crypto";
import { dataSetId } from "../../../src/output/manifest/identity.ts";
import type { Manifest, ManifestFile } from "../../../src/output/manifest/manifest.ts";

/** A manifest of files with these contents, as a run would leave it. */
export function manifestOf(files: Record<string, Buffer>, changes: Partial<Manifest> = {}): Manifest {
  const identity = { engine: 1, settings: { seed: "7" } };
  const list = Object.entries(files).map(([name, content], part): ManifestFile => {
    const sha256 = createHash("sha256").update(content).digest("hex");
    const sizes = { events: 1, bytes: content.length, rawBytes: content.length };
    return { name, part, ...sizes, firstEvent: part, firstTs: 0, lastTs: 0, start: { second: part, skip: 0 }, sha256 };
  });
  const bytes = list.reduce((sum, file) => sum + file.bytes, 0);
  const counts = { users: 1, sessions: 1, songs: 0, pages: { Home: list.length }, levels: { free: list.length } };
  return {
    eventsim: "0.1.0",
    engine: 1,
    id: dataSetId(identity),
    identity,
    config: {},
    configHash: "0".repeat(64),
    catalogHash: "0".repeat(64),
    seed: "7",
    window: { start: "2026-01-01T00:00:00", end: "2026-01-02T00:00:00" },
    population: { initialUsers: 1, firstUserId: 1, users: 1 },
    format: "json",
    compress: "none",
    template: "events-{part}.json",
    files: list,
    totals: { events: list.length, bytes, rawBytes: bytes, ...counts, hours: {}, topTracks: [] },
    ...changes,
  };
}
