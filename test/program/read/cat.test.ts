import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { gzipSync } from "node:zlib";
import { Encoder } from "@toondepauw/node-zstd";
import { compressFrameSync } from "lz4-napi";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { runForPeaks } from "../../support/program/jvm.ts";
import { exitCode, FIXED, shell, start } from "../../support/program/program.ts";
import { toHadoop, toMsgpack } from "../../support/read/event-files.ts";

let json = "";
let lines: string[] = [];
/** The run as one file of each kind. */
let files: Buffer[] = [];
beforeAll(async () => {
  json = (await commandHere([...FIXED, "--quiet"])).stdout;
  lines = json.split(/(?<=\n)/);
  files = packedFiles();
});

function packedFiles(): Buffer[] {
  const msgpack = Buffer.concat(lines.map((line) => toMsgpack(line)));
  return [json, msgpack].flatMap((content) => {
    const bytes = Buffer.from(content);
    const frames = [compressFrameSync(bytes, { blockChecksums: true }), new Encoder(1).encodeSync(bytes)];
    return [bytes, ...frames, toHadoop([[bytes]]), gzipSync(bytes)];
  });
}

/** Makes a folder with these files. The names do not tell their format. */
function kinds(): { folder: string; names: string[] } {
  const folder = temporaryFolder();
  const names = files.map((_, kind) => `file-${kind}`);
  for (const [kind, bytes] of files.entries()) writeFileSync(join(folder, names[kind]!), bytes);
  return { folder, names };
}

describe("eventsim cat", () => {
  it("keeps to -Xmx with a frame that holds more: read block by block, or refused where Node cannot", async () => {
    const line = '{"ts":1}\n';
    const content = Buffer.from(line.repeat(12_000_000));
    const path = join(temporaryFolder(), "large.zst");
    writeFileSync(path, new Encoder(1).encodeSync(content));
    // (200 - 96) / 2 MiB: the frame, which has 103 MiB, and the compressed data, besides the program.
    const ended = await runForPeaks(["cat", "-Xmx200m", path]);
    const hasStream = "createZstdDecompress" in zlib;
    expect([ended.code, ended.stdout.length]).toEqual(hasStream ? [0, content.length] : [1, 0]);
    if (!hasStream) expect(ended.stderr).toContain("may hold more than 52 MiB");
    expect(Math.max(...ended.peaks) / 2 ** 20).toBeLessThan(200);
  });

  it("prints each kind of file as the JSON of the same run", async () => {
    const { folder, names } = kinds();
    for (const name of names) {
      const { code, stdout, stderr } = await commandHere(["cat", name], { cwd: folder });
      expect({ code, stderr }, name).toEqual({ code: 0, stderr: "" });
      expect(stdout === json, name).toBe(true);
    }
  });

  it("prints several files in the order that they are given in, of any kinds", async () => {
    const { folder, names } = kinds();
    const { stdout } = await commandHere(["cat", ...names], { cwd: folder });
    expect(stdout === json.repeat(names.length)).toBe(true);
  });

  it("reads standard input where no file is given, and at the place of -", async () => {
    const { folder, names } = kinds();
    const before = join(folder, names[0]!);
    for (const name of [names[0]!, names[6]!]) {
      const path = join(folder, name);
      expect((await shell(`$eventsim cat < ${path}`)).stdout === json).toBe(true);
      expect((await shell(`cat ${path} | $eventsim cat ${before} - --head 1`)).stdout).toBe(lines[0]);
      expect((await shell(`cat ${path} | $eventsim cat ${before} -`)).stdout === json + json).toBe(true);
    }
  });

  it("prints nothing of an empty file", async () => {
    expect(await commandHere(["cat", "/dev/null"])).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("picks events", async () => {
    const { folder, names } = kinds();
    const songs = lines.filter((line) => JSON.parse(line).page === "NextSong");
    const wanted = songs.filter((line) => JSON.parse(line).level === "free" && JSON.parse(line).status === 200);
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.length).toBeLessThan(lines.length);
    const options = ["--where", "page=NextSong", "--where", "level=free", "--where", "status=200"];
    for (const name of [names[1]!, names[6]!]) {
      const all = await commandHere(["cat", name, ...options], { cwd: folder });
      expect(all.stdout).toBe(wanted.join(""));
      const some = await commandHere(["cat", ...options, "--head", "7", name], { cwd: folder });
      expect(some.stdout).toBe(wanted.slice(0, 7).join(""));
    }
  });

  it("counts --head over all files", async () => {
    const { folder, names } = kinds();
    const { stdout } = await commandHere(["cat", ...names, "--head", String(lines.length + 3)], { cwd: folder });
    expect(stdout === json + lines.slice(0, 3).join("")).toBe(true);
  });
});

describe("the end of eventsim cat", () => {
  it("comes quietly when the reader goes away", async () => {
    const { code, stdout, stderr } = await shell(
      `$eventsim -n 5000 -s 2026-03-02T00:00:00 -e 2026-03-09T00:00:00 --quiet | $eventsim cat | head -2; exit \${PIPESTATUS[1]}`,
    );
    expect({ code, stderr }).toEqual({ code: 141, stderr: "" });
    expect(stdout.split("\n")).toHaveLength(3);
  });

  it("comes with --head, though the writer is not done", async () => {
    const child = start(["cat", "--head", "2"]);
    let stdout = "";
    child.stdout.on("data", (bytes) => {
      stdout += bytes;
    });
    const closed = once(child, "close");
    child.stdin.write(lines.slice(0, 3).join(""));
    await closed;
    expect(await exitCode(child)).toBe(0);
    expect(stdout).toBe(lines.slice(0, 2).join(""));
  });

  it("comes after the intact lines if a file is damaged, with exit code 1", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "events.json.lz4");
    const frames = [compressFrameSync(json), compressFrameSync(json, { blockChecksums: true })];
    frames[1]![100]! ^= 1;
    writeFileSync(path, Buffer.concat(frames));
    const { code, stdout, stderr } = await commandHere(["cat", path, "/dev/null"]);
    expect(code).toBe(1);
    expect(stdout === json).toBe(true);
    expect(stderr).toMatch(
      new RegExp(`^eventsim: .*events\\.json\\.lz4: damaged at byte ${frames[0]!.length + 7}: .* checksum.*\n$`),
    );
  });

  it("comes where the disk is full", async () => {
    const { code, stderr } = await shell(`yes '${lines[0]!.trim()}' | $eventsim cat > /dev/full`);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining("the disk is full") });
  });
});

/** Returns the peak resident memory, in KiB, while cat reads the given number of megabytes. */
async function peakMemory(megabytes: number): Promise<number> {
  const measure = "process.on('exit', () => console.error(process.resourceUsage().maxRSS))";
  const options = `NODE_OPTIONS='--import data:text/javascript,${encodeURIComponent(measure).replaceAll("'", "%27")}'`;
  const packed = join(temporaryFolder(), "events.gz");
  const megabyte = json.repeat(Math.ceil(1e6 / json.length)).slice(0, 1e6);
  writeFileSync(packed, gzipSync(megabyte.slice(0, megabyte.lastIndexOf("\n") + 1)));
  const source = `for i in $(seq ${megabytes}); do cat ${packed}; done`;
  const { stderr } = await shell(`(${source}) | ${options} $eventsim cat > /dev/null`);
  return Number(stderr);
}

it("takes no more memory for a large file than for a small one", async () => {
  const [small, large] = [await peakMemory(40), await peakMemory(400)];
  expect(small).toBeGreaterThan(10_000);
  expect(large).toBeLessThan(small + 40_000);
});

describe("commands that are refused", () => {
  const folder = () => {
    const path = temporaryFolder();
    mkdirSync(join(path, "sub"));
    writeFileSync(join(path, "events.json"), json);
    return path;
  };

  it.each([
    [["events.json", "nowhere.json"], /^eventsim: nowhere\.json: there is no such file; check its path$/m],
    [["sub"], /^eventsim: sub: is a folder; name the files in it, such as sub\/\*\.json/],
    [["-", "-"], /"-" stands for standard input, which can be read only once/],
    [["events.json", "--head", "0"], /--head.*'0'.*whole number from 1/],
    [["events.json", "--where", "pages=Home"], /no event has a key "pages"; did you mean "page"/],
    [["events.json", "--were", "page=Home"], /unknown option '--were'/],
  ])("cat %j", async (values, message) => {
    const { code, stdout, stderr } = await commandHere(["cat", ...values], { cwd: folder() });
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
