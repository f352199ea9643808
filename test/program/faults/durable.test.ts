import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { FailingFiles } from "../../support/files/failing-files.ts";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { digestsOf, EVEN_WEEK, manifestIn, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";
import { run, shell } from "../../support/program/program.ts";

/** The system's file system. It records the calls, by path. */
class RecordedFiles extends FailingFiles {
  readonly calls: string[] = [];
  readonly #paths = new Map<number, string>();

  constructor() {
    super("open", Number.POSITIVE_INFINITY);
  }

  override open(path: string, flags: string): number {
    const descriptor = super.open(path, flags);
    this.#paths.set(descriptor, path);
    return descriptor;
  }

  override write(descriptor: number, parts: Uint8Array[]): number {
    this.calls.push(`write ${this.#paths.get(descriptor)}`);
    return super.write(descriptor, parts);
  }

  override async sync(descriptor: number): Promise<void> {
    const path = this.#paths.get(descriptor);
    await super.sync(descriptor);
    this.calls.push(`sync ${path}`);
  }

  override rename(from: string, to: string): void {
    super.rename(from, to);
    this.calls.push(`rename ${from} ${to}`);
  }
}

describe("a file is on the disk before it has its name, and the name after that", () => {
  it.each([
    ["one file", []],
    ["many files, their journal and manifest", ["--split-time", "1d"]],
  ])("%s", async (_, rules) => {
    const files = new RecordedFiles();
    const values = [...QUICK_WEEK, ...rules];
    const content = await runInto(join(fastFolder(), "data"), values, "events.json", { files, snapshotMs: 0 });
    const renames = files.calls.filter((call) => call.startsWith("rename "));
    expect(renames.length).toBeGreaterThanOrEqual(content.size);
    for (const call of renames) {
      const [, from, to] = call.split(" ") as [string, string, string];
      const at = files.calls.indexOf(call);
      // The journal reuses a temporary name for its files: the last use before the rename counts.
      const synced = files.calls.lastIndexOf(`sync ${from}`, at);
      expect(synced).toBeGreaterThan(files.calls.lastIndexOf(`write ${from}`, at));
      expect(files.calls.indexOf(`sync ${dirname(to)}`, at)).toBeGreaterThan(at);
    }
  });

  it.each([
    ["events.json", 2],
    ["dt={date}/hour={hour}/{part}.json", 20],
  ])("so is the name of each folder that is made for %s", async (name, least) => {
    const files = new RecordedFiles();
    const base = join(fastFolder(), "new", "data");
    const content = await runInto(base, QUICK_WEEK, name, { files });
    const folders = new Set([base, dirname(base)]);
    for (const name of content.keys())
      for (let path = dirname(join(base, name)); path !== base; path = dirname(path)) folders.add(path);
    for (const folder of folders) expect(files.calls).toContain(`sync ${dirname(folder)}`);
    expect(folders.size).toBeGreaterThanOrEqual(least);
  });

  it("a folder that may be written into and not be read is left to the system", async () => {
    class DropBox extends RecordedFiles {
      override open(path: string, flags: string): number {
        if (flags === "r") throw Object.assign(new Error("EACCES"), { code: "EACCES", syscall: "open" });
        return super.open(path, flags);
      }
    }
    const files = new DropBox();
    const path = join(fastFolder(), "events.json");
    await runHere([...QUICK_WEEK, path], { files });
    expect(readdirSync(dirname(path))).toEqual(["events.json"]);
    expect(files.calls.filter((call) => call.startsWith("sync"))).toHaveLength(1);
  });

  it("an entry of the journal comes when the file has its name", async () => {
    const folder = fastFolder();
    const files = new RecordedFiles();
    await runHere([...QUICK_WEEK, "--split-time", "1d", join(folder, "events.json")], { files });
    const journal = join(folder, ".eventsim", "_files");
    const named = files.calls.findIndex((call) => call.endsWith("events-000000.json"));
    const entered = files.calls.indexOf(`write ${journal}`);
    expect(named).toBeGreaterThan(0);
    expect(entered).toBeGreaterThan(named);
    expect(files.calls.indexOf(`sync ${journal}`, entered)).toBeGreaterThan(entered);
  });
});

describe("a disk that becomes full", () => {
  it("keeps finished files and reports the missing room, and --resume completes the run on a larger disk", async (context) => {
    const disk = fastFolder();
    const out = fastFolder();
    const values = [...EVEN_WEEK, "--split-size", "200K"];
    const wanted = await runInto(fastFolder(), values);
    // A mount in a separate namespace, which disappears with its processes.
    const space = process.getuid?.() === 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
    const isolated = (line: string) => shell(`unshare ${space.join(" ")} bash -c '${line}'`);
    const mount = `mount -t tmpfs -o size=1500k none ${disk}`;
    const { code: mounts } = await isolated(mount);
    context.skip(mounts !== 0, "no small file system can be mounted here (unshare and mount are needed)");
    const command = `$eventsim ${values.map((value) => JSON.stringify(value)).join(" ")} ${disk}/data/events.json`;
    const { stdout, stderr } = await isolated(
      `${mount} && { ${command}; echo "code $?"; cp -a ${disk}/data ${out}/first; ` +
        `mount -o remount,size=64m ${disk}; ${command} --resume; echo "code $?"; cp -a ${disk}/data ${out}/second; }`,
    );
    expect(stdout).toBe("code 1\ncode 0\n");
    const [, needed] =
      /events-\d+\.json: the disk is full; about ([\d.]+) MB more are needed: free that much and repeat the command with --resume/.exec(
        stderr,
      )!;
    const first = contentOf(join(out, "first"));
    const bytesOf = (content: Map<string, Buffer>) => [...content.values()].reduce((sum, file) => sum + file.length, 0);
    const missing = (bytesOf(wanted) - bytesOf(first)) / 1e6;
    expect(Math.abs(Number(needed) - missing)).toBeLessThan(missing / 3);
    const { ".eventsim/_files": journal, ...finished } = digestsOf(first);
    expect(journal).toBeDefined();
    expect(Object.keys(finished).length).toBeGreaterThan(2);
    expect(digestsOf(wanted)).toMatchObject(finished);
    expect(digestsOf(contentOf(join(out, "second")))).toEqual(digestsOf(wanted));
  });
});

describe("eventsim verify", () => {
  it("accepts an unchanged run, and names the file in which a byte has changed", async () => {
    const folder = fastFolder();
    const { files } = manifestIn(await runInto(folder, [...QUICK_WEEK, "--split-events", "500"]));
    expect(await run(["verify", folder])).toMatchObject({ code: 0, stderr: "" });
    const { name, bytes } = files[7]!;
    const content = readFileSync(join(folder, name));
    content[Math.floor(bytes / 2)]! ^= 1;
    writeFileSync(join(folder, name), content);
    const { code, stdout } = await run(["verify", folder]);
    expect(code).toBe(1);
    expect(stdout.split("\n").slice(0, -2)).toEqual([`damaged ${name}: has another sha256`]);
  });

  it("finds the files of folders by date and hour, and one that does not belong to them", async () => {
    const folder = fastFolder();
    await runInto(folder, QUICK_WEEK, "dt={date}/hour={hour}/{part}.json");
    expect(await run(["verify", folder])).toMatchObject({ code: 0 });
    const hour = join(folder, "dt=2026-03-04", readdirSync(join(folder, "dt=2026-03-04"))[0]!);
    writeFileSync(join(hour, "999999.json"), "");
    const { code, stdout } = await run(["verify", folder]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^foreign dt=2026-03-04\/hour=\d\d\/999999\.json$/m);
  });
});
