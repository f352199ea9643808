// Runs into HDFS, and what Hadoop's own programs read there.

import type { SpawnOptions } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { writeHdfsCommand } from "../../../bench/servers/hdfs.ts";
import { makeCertificate } from "../../support/certificates.ts";
import { contentOf, lastingFolder, temporaryFolder } from "../../support/files/folders.ts";
import { FIXED, FIXED_WEEK, outcomeOf, pause, run, runCommand, shell, start } from "../../support/program/program.ts";
import { addressOf, cluster, command, HAS_HDFS, newFolder, openFolder } from "../../support/stores/hdfs/hdfs.ts";
import { NameNodeProxy } from "../../support/stores/hdfs/proxy.ts";

const SPLIT = ["--split-events", "1000"];
const SUPERUSER = { env: { ...process.env, HADOOP_USER_NAME: process.env.USER ?? "root" } };

function sumOf(bytes: Uint8Array): string {
  return `${bytes.length} ${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Runs the program, which must succeed. */
async function succeed(values: string[], options: SpawnOptions = SUPERUSER): Promise<string> {
  const { code, stdout, stderr } = await run(values, options);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return stdout;
}

describe.skipIf(!HAS_HDFS)("a run into HDFS", () => {
  let local = "";
  let hdfs = "";

  beforeAll(async () => {
    local = lastingFolder();
    hdfs = writeHdfsCommand(lastingFolder(), await cluster());
    await run([...FIXED_WEEK, join(local, "week.json")]);
    await run([...FIXED_WEEK, ...SPLIT, join(local, "split", "events-{part}.json")]);
  });

  /** The files of a split run are those of the local one. */
  async function expectSplit(folder: string): Promise<void> {
    const files = [...contentOf(join(local, "split"))].filter(([name]) => /^events-/.test(name));
    expect(files.length).toBeGreaterThan(9);
    for (const [name, bytes] of files) expect(await command(`sha256 ${folder}/${name}`)).toBe(sumOf(bytes));
    const store = await openFolder(folder);
    const found: string[] = [];
    for await (const { name } of store.list()) if (!name.startsWith(".eventsim/")) found.push(name);
    expect(found.filter((name) => /^events-/.test(name)).sort()).toEqual(files.map(([name]) => name).sort());
  }

  it("writes the bytes of a file, which Hadoop's shell prints", async () => {
    const folder = newFolder();
    await succeed([...FIXED_WEEK, await addressOf(`${folder}/week.json`)]);
    const { stdout, code } = await runCommand(hdfs, ["dfs", "-cat", `${folder}/week.json`]);
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(join(local, "week.json"), "utf8"));
  });

  it("writes the files of a split run, and verify finds them whole, or not", async () => {
    const folder = newFolder();
    await succeed([...FIXED_WEEK, ...SPLIT, await addressOf(`${folder}/events-{part}.json`)]);
    await expectSplit(folder);
    await succeed(["verify", await addressOf(folder)]);
    const store = await openFolder(folder);
    await store.replace("events-000003.json", Buffer.from("{}\n"));
    const { code, stdout, stderr } = await run(["verify", await addressOf(folder)], SUPERUSER);
    expect(code).toBe(1);
    expect(stdout + stderr).toContain("events-000003.json");
  });

  it("goes on by --resume after it was killed", async () => {
    const folder = newFolder();
    const proxy = await NameNodeProxy.start();
    const values = [...FIXED_WEEK, ...SPLIT, proxy.address(`${folder}/events-{part}.json`)];
    const child = start(values, SUPERUSER);
    const outcome = outcomeOf(child);
    while (child.exitCode === null && proxy.operations.filter((op) => op === "RENAME").length < 4) await pause(5);
    child.kill("SIGKILL");
    await outcome;
    const before = proxy.operations.length;
    await succeed([...values.slice(0, -1), "--resume", await addressOf(`${folder}/events-{part}.json`)]);
    expect(before).toBeGreaterThan(0);
    await expectSplit(folder);
    await succeed(["verify", await addressOf(folder)]);
  });

  it("refuses to replace files with --no-clobber", async () => {
    const folder = newFolder();
    const address = await addressOf(`${folder}/day.json`);
    await succeed([...FIXED, address]);
    const before = await command(`sha256 ${folder}/day.json`);
    const { code, stderr } = await run([...FIXED_WEEK, "--no-clobber", address], SUPERUSER);
    expect(stderr).toContain("exists");
    expect(code).not.toBe(0);
    expect(await command(`sha256 ${folder}/day.json`)).toBe(before);
  });

  it("writes over TLS to who has a certificate that is trusted, and to nobody else", async () => {
    const folder = newFolder();
    const certificate = makeCertificate("hdfs");
    const trusted = join(temporaryFolder(), "ca.pem");
    writeFileSync(trusted, certificate.cert);
    const proxy = await NameNodeProxy.start(certificate);
    const values = [...FIXED, proxy.address(`${folder}/day.json`)];
    const { code, stderr } = await run(values, SUPERUSER);
    expect(code).toBe(2);
    expect(stderr).toContain("NODE_EXTRA_CA_CERTS");
    await succeed(values, { env: { ...SUPERUSER.env, NODE_EXTRA_CA_CERTS: trusted } });
    const { stdout } = await runCommand(hdfs, ["dfs", "-cat", `${folder}/day.json`]);
    expect(stdout.length).toBeGreaterThan(100_000);
  });

  it("goes through a pipe into `hdfs dfs -put -` as well", async () => {
    const folder = newFolder();
    const { rpc } = await cluster();
    await command(`folder ${folder} root 755`);
    const line = `bin/eventsim ${FIXED_WEEK.join(" ")} | hdfs dfs -put - hdfs://127.0.0.1:${rpc[0]}${folder}/week.json`;
    const path = [join(hdfs, ".."), process.env.PATH].join(delimiter);
    const { code, stderr } = await shell(line, { env: { ...SUPERUSER.env, PATH: path } });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(await command(`sha256 ${folder}/week.json`)).toBe(sumOf(readFileSync(join(local, "week.json"))));
  });

  it("goes through `--filter 'hdfs dfs -put -f - ...'`, and --resume makes the files that HDFS has refused", async () => {
    const folder = newFolder();
    const here = lastingFolder();
    await run([...FIXED_WEEK, "--split-time", "1d", join(here, "{date}.json")]);
    const files = [...contentOf(here)].filter(([name]) => name.endsWith(".json"));
    expect(files.length).toBe(7);
    const filter = `hdfs dfs -put -f - ${folder}/$FILE`;
    const values = [...FIXED_WEEK, "--split-time", "1d", "--filter", filter, join(temporaryFolder(), "{date}.json")];
    const options = { env: { ...SUPERUSER.env, PATH: `${dirname(hdfs)}${delimiter}${process.env.PATH}` } };
    // HDFS wants room for three replicas of a block of its usual size before it takes a byte: one command at a time gets it.
    await command(`folder ${folder} root 755`);
    await command(`quota ${folder} 100 500000000`);
    const refused = await run(values, options);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`The DiskSpace quota of ${folder} is exceeded`);
    expect(refused.stderr).toMatch(/eventsim: .*\.json: the command of --filter ended with exit code 1; /);
    await command(`quota ${folder} 100 100000000000`);
    const resumed = await run([...values, "--resume"], options);
    expect(resumed.code, resumed.stderr).toBe(0);
    for (const [name, bytes] of files) expect(await command(`sha256 ${folder}/${name}`)).toBe(sumOf(bytes));
  });

  it.each([
    ["webhdfs://127.0.0.1:1/data/x.json", 2, "cannot be reached"],
    ["webhdfs://user:secret@nn/data/x.json", 2, "HADOOP_USER_NAME"],
  ])("says what is wrong with %s", async (address, exit, text) => {
    const { code, stderr } = await run([...FIXED, address], SUPERUSER);
    expect(stderr).toContain(text);
    expect(stderr).not.toContain("secret");
    expect(code).toBe(exit);
  });
});
