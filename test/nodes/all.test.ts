// Everything that may depend on the version of Node: installation, output, files after a kill, and memory. The expected
// bytes are those of golden.json and of the original, whichever Node runs the tests.

import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Decoder } from "@toondepauw/node-zstd";
import { beforeAll, describe, expect, it } from "vitest";
import { contentOf, fastFolder, temporaryFolder } from "../support/files/folders.ts";
import { commandOf, configNames, readGolden } from "../support/golden/golden.ts";
import { argumentsOf, expectedCases, isThere } from "../support/original/conformance.ts";
import { sha256 } from "../support/program/command.ts";
import { digestsOf } from "../support/program/here.ts";
import { DAY, PEAK_OPTIONS, peaksOf } from "../support/program/jvm.ts";
import { exitCode, pause, startCommand } from "../support/program/program.ts";
import { InstalledNode } from "./installed.ts";
import { MAJORS } from "./majors.ts";

const EVENTSIM = "bin/eventsim";
const MEBIBYTE = 2 ** 20;
const NODE_NAME = "Accordion";
const golden = readGolden().outputs;
/** Hashes of compressed files. They do not depend on Node, so each is compared with the first one's. */
const digestsOfFirst = new Map<string, string>();

describe.each(MAJORS)("Node %i", (major) => {
  const node = new InstalledNode(major);
  const eventsim = (values: string[], variables = {}) => node.run(EVENTSIM, values, variables);

  /** Returns the program's standard output. */
  async function bytesOf(values: string[]): Promise<Buffer> {
    const child = startCommand(EVENTSIM, values, { cwd: node.checkout, env: node.environment() });
    child.stderr.resume();
    const parts: Buffer[] = [];
    child.stdout.on("data", (bytes: Buffer) => parts.push(bytes));
    await once(child, "close");
    expect(await exitCode(child)).toBe(0);
    return Buffer.concat(parts);
  }

  describe("in a fresh clone", () => {
    beforeAll(() => {
      node.install();
      node.copyRepository();
    });

    it("is the version that it should be", async () => {
      const { stdout } = await node.run("node", ["--version"]);
      expect(stdout).toMatch(new RegExp(`^v${major}\\.`));
      console.log(`tested with Node ${stdout.trim()}`);
    });

    it("the tutorial's command sets up and writes one user's events", async () => {
      const command = ["--nusers", "1", "--from", "7", "-c", "configs/Accordion-config.json", "data/one-user.json"];
      const { code, stderr } = await eventsim(command);
      expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
      expect(existsSync(join(node.checkout, "dist", "kernel.wasm"))).toBe(true);
      const lines = readFileSync(join(node.checkout, "data", "one-user.json"), "utf8")
        .trimEnd()
        .split("\n");
      const users = lines.map((line) => JSON.parse(line).userId).filter((user) => user !== "");
      expect(new Set(users)).toEqual(new Set(["1"]));
    });

    it("says nothing of its own beside the messages of the program", async () => {
      const { code, stdout, stderr } = await eventsim(["-n", "20", ...DAY, "--compress", "zstd", "data/day.json.zst"]);
      expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
      expect(stderr).toMatch(/^window: .*\n[\d,]+ events, .*\n$/);
    });
  });

  describe("writes the same bytes", () => {
    it.each(configNames())("as golden.json has of %s", async (name) => {
      expect(sha256(await bytesOf([...commandOf(name), "--quiet"]))).toBe(golden[name]?.sha256);
    });

    it.each([
      ["MessagePack", ["--format", "msgpack"], true],
      ["LZ4", ["--compress", "lz4"], true],
      ["MessagePack as LZ4", ["--format", "msgpack", "--compress", "lz4"], true],
      ["zstd", ["--compress", "zstd"], true],
      // The bytes that deflate writes depend on Node's zlib; the decompressed data does not.
      ["gzip", ["--compress", "gzip"], false],
    ] as [string, string[], boolean][])("as %s, and reads them", async (form, options, isSame) => {
      const file = join(temporaryFolder(), "events");
      const { code } = await eventsim([...commandOf(NODE_NAME), "--quiet", ...options, file]);
      expect(code).toBe(0);
      const bytes = readFileSync(file);
      if (isSame) {
        const digest = digestsOfFirst.get(form) ?? sha256(bytes);
        digestsOfFirst.set(form, digest);
        expect(sha256(bytes)).toBe(digest);
      } else expect(sha256(gunzipSync(bytes))).toBe(golden[NODE_NAME]?.sha256);
      expect(sha256(await bytesOf(["cat", file]))).toBe(golden[NODE_NAME]?.sha256);
    });

    it("as one frame of zstd, and reads it; an older one says that it cannot", async () => {
      const file = join(temporaryFolder(), "events.zst");
      const { code, stderr } = await eventsim([...commandOf(NODE_NAME), "--quiet", "--zstd-frames", "one", file]);
      const isOld = major < 22;
      const reason = `Node v${major}\\.\\S+ cannot write it; use Node 22\\.15 or later`;
      expect({ code, stderr }).toEqual({ code: isOld ? 2 : 0, stderr: expect.stringMatching(isOld ? reason : /^$/) });
      expect(existsSync(file)).toBe(!isOld);
      if (!isOld) expect(sha256(await bytesOf(["cat", file]))).toBe(golden[NODE_NAME]?.sha256);
    });

    it("as CSV in one frame of zstd, with the header in it", async () => {
      const csv = [...commandOf(NODE_NAME), "--quiet", "--format", "csv"];
      const plain = await bytesOf(csv);
      expect(plain.toString()).toMatch(/^ts,userId,sessionId,page,/);
      if (major < 22) return;
      const packed = await bytesOf([...csv, "--compress", "zstd", "--zstd-frames", "one"]);
      expect(new Decoder().decodeSync(packed).equals(plain)).toBe(true);
      expect(packed.lastIndexOf(Buffer.of(0x28, 0xb5, 0x2f, 0xfd))).toBe(0);
    });

    it.skipIf(!isThere).each(expectedCases)("as the original: $name", async (expected) => {
      const child = startCommand(EVENTSIM, argumentsOf(expected), { cwd: node.checkout, env: node.environment() });
      child.stderr.resume();
      const hash = createHash("sha256");
      child.stdout.on("data", (bytes: Buffer) => hash.update(bytes));
      await once(child, "close");
      expect({ code: await exitCode(child), sha256: hash.digest("hex") }).toEqual({
        code: 0,
        sha256: expected.sha256,
      });
    });
  });

  it("resumes after kill -9, with the bytes of a run that was not killed", async () => {
    const values = [...commandOf(NODE_NAME), "--quiet", "--split-events", "500", "--part-events", "250"];
    const [whole, killed] = [fastFolder(), fastFolder()];
    expect((await eventsim([...values, join(whole, "events.json")])).code).toBe(0);
    const child = startCommand(EVENTSIM, [...values, join(killed, "events.json")], {
      cwd: node.checkout,
      env: node.environment(),
    });
    const isThereYet = () => readdirSync(killed).filter((name) => name.startsWith("events-")).length >= 3;
    while (!isThereYet() && child.exitCode === null) await pause(1);
    child.kill("SIGKILL");
    await exitCode(child);
    const { code, stderr } = await eventsim([...values, "--resume", join(killed, "events.json")]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(digestsOf(contentOf(killed))).toEqual(digestsOf(contentOf(whole)));
  });

  describe.skipIf(process.platform !== "linux")("keeps to -Xmx256m", () => {
    it.each([
      ["JSON", [], 1_000_000],
      ["LZ4", ["--compress", "lz4"], 300_000],
      ["zstd", ["--compress", "zstd"], 300_000],
    ] as [string, string[], number][])("with the largest population that it names: %s", async (_, options, least) => {
      const limit = ["-Xmx256m", "--workers", "2", ...options];
      const refused = await eventsim([...DAY, "-n", "100000000", ...limit]);
      const users = Number(/use --nusers (\d+) or fewer/.exec(refused.stderr)?.[1]);
      expect(users).toBeGreaterThan(least);
      const command = [...DAY, "-n", String(users), ...limit, "--events", "1000000", "/dev/null"];
      const run = await eventsim(command, { NODE_OPTIONS: PEAK_OPTIONS });
      expect({ code: run.code, stderr: run.code === 0 ? "" : run.stderr }).toEqual({ code: 0, stderr: "" });
      const [peak] = peaksOf(run);
      expect(peak).toBeLessThan(256 * MEBIBYTE);
      expect(peak).toBeGreaterThan(128 * MEBIBYTE);
    });
  });

  it("says that its heap is too small, or makes it larger where -Xmx allows it", async () => {
    const tight = { NODE_OPTIONS: "--max-old-space-size=12" };
    const values = [...DAY, "-n", "20", "--compat", "interana", "/dev/null"];
    const { code, stderr } = await eventsim(values, tight);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^eventsim: .* 12 MiB for its heap/) });
    expect((await eventsim(["-Xmx400m", ...values], tight)).code).toBe(0);
  });
});
