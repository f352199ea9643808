import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../../src/catalog/load.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { writeSmallCatalog } from "../../support/sites/small.ts";

const songs = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `TR${from + index}\tArtist\tSong ${from + index}\t200.5\t1\n`).join("");

describe("the memory that rows are counted to take", () => {
  const load = async (count: number, room: Partial<Parameters<typeof loadCatalog>[0]["room"]>) => {
    const dataDirectory = writeSmallCatalog(temporaryFolder());
    writeFileSync(join(dataDirectory, "listen_counts.txt.gz"), gzipSync(songs(0, count)));
    return await loadCatalog({ dataDirectory, room: { byteLength: 2e6, origin: "-Xmx", heapBytes: 1e9, ...room } });
  };

  it("is that of all files together, counted once where a file is read twice", async () => {
    expect((await load(1500, {})).catalog.songs.title).toHaveLength(1500);
    await expect(load(3500, {})).rejects.toThrow(/listen_counts.txt.gz:\d+: the data files take more than 1 MiB/);
    const latin = gzipSync(Buffer.from(`${songs(0, 1500)}TRX\té\tSong\t1\t1\n`, "latin1"));
    const dataDirectory = writeSmallCatalog(temporaryFolder());
    writeFileSync(join(dataDirectory, "listen_counts.txt.gz"), latin);
    const room = { byteLength: 2e6, origin: "-Xmx", heapBytes: 1e9 };
    expect((await loadCatalog({ dataDirectory, room })).catalog.songs.artist.at(-1)).toBe("é");
  });

  it("ends where the JavaScript heap does", async () => {
    await expect(load(1500, { heapBytes: 100_000 })).rejects.toThrow(/the JavaScript heap has room for 0 MiB/);
  });
});
