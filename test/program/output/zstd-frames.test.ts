import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { canStreamZstd } from "../../../src/output/codecs/zstd-stream.ts";
import { FailingFiles } from "../../support/files/failing-files.ts";
import { contentOf, fastFolder, lastingFolder } from "../../support/files/folders.ts";
import { sha256 } from "../../support/program/command.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { digestsOf, failureOf, manifestIn, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";
import { shell } from "../../support/program/program.ts";

const ONE = ["--compress", "zstd", "--zstd-frames", "one"];
const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const hasZstd = spawnSync("zstd", ["--version"]).status === 0;

describe("--zstd-frames is refused with advice", () => {
  const refused = async (...values: string[]) => {
    const { message, exitCode } = await failureOf([...QUICK_WEEK, ...values]);
    expect(exitCode).toBe(2);
    return message;
  };

  it("if the output is not zstd", async () => {
    for (const frames of ["one", "many"])
      expect(await refused("--zstd-frames", frames, "events.json")).toBe(
        `--zstd-frames ${frames}: the output is not compressed with zstd; add --compress zstd`,
      );
  });

  it.skipIf(canStreamZstd())("with a Node that cannot write one frame", async () => {
    expect(await refused(...ONE)).toMatch(
      /^--zstd-frames one: Node v\d+\.\S+ cannot write it; use Node 22\.15 or later, or .* pipe the events into zstd: /,
    );
  });

  it.runIf(canStreamZstd())("with options that a single frame excludes", async () => {
    expect(await refused(...ONE, "--split-size", "1M", "e.json.zst")).toMatch(
      /^--zstd-frames one: .* too late for --split-size; end files with --split-events or --split-time, or use --zstd-frames many$/,
    );
    expect(await refused(...ONE, "--compress-level", "20")).toMatch(
      /^--zstd-frames one: at --compress-level 20 .* use at most 19/,
    );
  });
});

/**
 * Returns the number of frames, and whether each has a checksum and a content size, read from headers (RFC 8878,
 * 3.1.1).
 */
function framesOf(file: Buffer): { checksum: boolean; size: boolean }[] {
  const frames: { checksum: boolean; size: boolean }[] = [];
  for (let at = 0; at < file.length; ) {
    expect(file.subarray(at, at + 4)).toEqual(MAGIC);
    const descriptor = file[at + 4]!;
    const isSingle = (descriptor & 0x20) !== 0;
    const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
    at += 5 + (isSingle ? 0 : 1) + sizeBytes;
    for (let isLast = false; !isLast; ) {
      const head = file.readUIntLE(at, 3);
      isLast = (head & 1) === 1;
      at += 3 + (((head >> 1) & 3) === 1 ? 1 : head >> 3);
    }
    const checksum = (descriptor & 4) !== 0;
    at += checksum ? 4 : 0;
    frames.push({ checksum, size: sizeBytes > 0 });
  }
  return frames;
}

it("without it a file has many frames, each with its size and a checksum", async () => {
  const folder = fastFolder();
  await runHere([...QUICK_WEEK, "--part-events", "500", join(folder, "events.json.zst")]);
  const frames = framesOf(readFileSync(join(folder, "events.json.zst")));
  expect(frames.length).toBeGreaterThan(3);
  expect(frames.every(({ checksum, size }) => checksum && size)).toBe(true);
});

describe.runIf(canStreamZstd())("one frame (skipped with a Node before 22.15)", () => {
  let plain: Buffer;
  beforeAll(async () => {
    const folder = lastingFolder();
    await runHere([...QUICK_WEEK, join(folder, "events.json")]);
    plain = readFileSync(join(folder, "events.json"));
  });

  async function writeOne(...values: string[]) {
    const folder = fastFolder();
    const path = join(folder, "events.json.zst");
    await runHere([...QUICK_WEEK, ...ONE, ...values, path]);
    return { folder, path, bytes: readFileSync(path) };
  }

  it.each([1, 3, 9])("at level %d is the file, with a checksum, and holds the same events", async (level) => {
    const { path, bytes } = await writeOne("--compress-level", String(level));
    expect(framesOf(bytes)).toEqual([{ checksum: true, size: false }]);
    expect((await commandHere(["cat", path])).stdout === plain.toString()).toBe(true);
    if (hasZstd) expect(execFileSync("zstd", ["-dcq", path], { maxBuffer: 1 << 28 }).equals(plain)).toBe(true);
  });

  it("is the same however the work is cut, in a file and in a pipe, and has one id", async () => {
    const { bytes } = await writeOne();
    for (const values of [
      ["--workers", "2"],
      ["--part-events", "77"],
      ["--part-events", "5000", "--workers", "3"],
    ])
      expect((await writeOne(...values)).bytes.equals(bytes), values.join(" ")).toBe(true);
    const [line, parts] = [QUICK_WEEK, ["--part-events", "77"]].map((values) => values.join(" "));
    const { stdout } = await shell(`$eventsim ${line} ${ONE.join(" ")} | sha256sum`);
    expect(stdout.slice(0, 64)).toBe(sha256(bytes));
    const ids = await shell(`$eventsim id ${line} ${ONE.join(" ")}; $eventsim id ${line} ${ONE.join(" ")} ${parts}`);
    const [first, second] = ids.stdout.split("\n");
    expect(first).toMatch(/^es1-/);
    expect(second).toBe(first);
    expect((await shell(`$eventsim id ${line} --compress zstd`)).stdout.trim()).not.toBe(first);
  });

  it("has the size and hash in manifest, summary and verify", async () => {
    const folder = fastFolder();
    const path = join(folder, "events.json.zst");
    const { stderr } = await commandHere([
      ...QUICK_WEEK.filter((value) => value !== "--quiet"),
      ...ONE,
      "--manifest",
      join(folder, "_manifest"),
      path,
    ]);
    const bytes = readFileSync(path);
    const { files, totals } = JSON.parse(readFileSync(join(folder, "_manifest"), "utf8"));
    const lines = plain.toString().trimEnd().split("\n").length;
    expect(files).toEqual([
      expect.objectContaining({ bytes: bytes.length, rawBytes: plain.length, events: lines, sha256: sha256(bytes) }),
    ]);
    expect(totals).toMatchObject({ bytes: bytes.length, rawBytes: plain.length, events: lines });
    const megabytes = (bytes.length / 1e6).toFixed(2).replace(/0$/, "");
    expect(stderr).toContain(`\n${lines.toLocaleString("en-US")} events, ${megabytes} MB in `);
    expect((await commandHere(["verify", join(folder, "_manifest")])).code).toBe(0);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    expect((await commandHere(["verify", join(folder, "_manifest")])).code).toBe(1);
    const { code, stderr: message } = await commandHere(["cat", path]);
    expect({ code, message }).toEqual({
      code: 1,
      message: expect.stringContaining("the Zstandard frame cannot be unpacked"),
    });
  });

  it("without an event is an empty frame", async () => {
    const folder = fastFolder();
    const path = join(folder, "events.json.zst");
    const { code } = await commandHere([
      "-n",
      "1",
      "-s",
      "2026-03-02T00:00:00",
      "-e",
      "2026-03-02T00:00:01",
      "--quiet",
      ...ONE,
      path,
    ]);
    expect(code).toBe(0);
    expect(readFileSync(path).toString("hex")).toBe("28b52ffd" + "2400" + "010000" + "99e9d851");
  });

  it("is in each of many files, also when some are made again or a run is resumed", async () => {
    const values = [...QUICK_WEEK, ...ONE, "--split-events", "700"];
    const folder = fastFolder();
    const whole = await runInto(folder, values, "events.json.zst");
    const { files } = manifestIn(whole);
    expect(files.length).toBeGreaterThan(3);
    for (const { name, bytes, sha256: digest } of files) {
      const content = whole.get(name)!;
      expect(framesOf(content)).toEqual([{ checksum: true, size: false }]);
      expect([content.length, sha256(content)]).toEqual([bytes, digest]);
    }
    const { stdout } = await commandHere(["cat", ...files.map(({ name }) => join(folder, name))]);
    expect(stdout === plain.toString()).toBe(true);
    rmSync(join(folder, files[1]!.name));
    await runHere([...values, "--only-parts", "1", join(folder, "events.json.zst")]);
    rmSync(join(folder, files[2]!.name));
    await runHere([...values, "--resume", join(folder, "events.json.zst")]);
    expect(digestsOf(contentOf(folder))).toEqual(digestsOf(whole));
  });

  it("that cannot be written ends the run with the system's reason, and leaves nothing half-done", async () => {
    const splits = [[], ["--split-events", "700"]];
    for (const operation of ["write", "sync", "rename"] as const)
      for (const [more, nth] of splits.flatMap((split) => [1, 2, 3].map((number) => [split, number] as const))) {
        const folder = fastFolder();
        const files = new FailingFiles(operation, nth);
        const run = () => runHere([...QUICK_WEEK, ...ONE, ...more, join(folder, "e.json.zst")], { files });
        const failure = await run().then(
          () => undefined,
          (error: Error) => error,
        );
        await files.quiet();
        expect(files.hasFailed || more.length === 0).toBe(true);
        if (!files.hasFailed) continue;
        expect(failure?.message).toMatch(/(could not write|cannot be written) \(EIO: injected/);
        const left = readdirSync(folder).filter((name) => name.endsWith(".zst"));
        for (const name of left) expect(framesOf(readFileSync(join(folder, name))), name).toHaveLength(1);
        if (more.length === 0 && operation !== "sync") expect(left).toEqual([]);
      }
  });

  it("ends with its reader", async () => {
    const { stdout, stderr } = await shell(
      `$eventsim ${QUICK_WEEK.join(" ")} ${ONE.join(" ")} | head -c 4 | od -An -tx1; echo "\${PIPESTATUS[0]}"`,
    );
    expect(stdout).toMatch(/^ 28 b5 2f fd\n(0|141)\n$/);
    expect(stderr).toBe("");
  });

  it("of more than 256 MiB is read block by block; a damaged end is reported after its events", async () => {
    const folder = fastFolder();
    const path = join(folder, "long.zst");
    const descriptor = openSync(join(folder, "long"), "w");
    const hash = createHash("sha256");
    for (let bytes = 0; bytes < 300e6; bytes += plain.length) {
      hash.update(plain);
      writeSync(descriptor, plain);
    }
    closeSync(descriptor);
    const zlib: { zstdCompressSync?: (bytes: Buffer, options: object) => Buffer; constants: Record<string, number> } =
      (await import("node:zlib")) as never;
    const params = { [zlib.constants.ZSTD_c_checksumFlag!]: 1 };
    const packed = zlib.zstdCompressSync!(readFileSync(join(folder, "long")), { params });
    writeFileSync(path, packed);
    expect((await shell(`$eventsim cat ${path} | sha256sum`)).stdout.slice(0, 64)).toBe(hash.digest("hex"));
    packed[packed.length - 1]! ^= 1;
    writeFileSync(path, packed);
    const told = await shell(`$eventsim cat ${path} >/dev/null`);
    expect(told).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/damaged at byte 0: the Zstandard frame cannot be unpacked/),
    });
    writeFileSync(path, packed.subarray(0, -100));
    const short = await shell(`$eventsim cat ${path} >/dev/null`);
    expect(short).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`damaged at byte ${packed.length - 100}: the file ends within a Zstandard frame`),
    });
  });
});
