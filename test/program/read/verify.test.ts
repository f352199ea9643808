import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Manifest } from "../../../src/output/manifest/manifest.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { type Result, run, shell } from "../../support/program/program.ts";
import { manifestOf } from "../../support/read/manifest.ts";

const TEMPLATE = "dt={date}/events-{part}.json";
/** Sizes around the megabyte that is read at a time, and an empty file. */
const SIZES = [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000];

function filesOf(sizes: number[]): Record<string, Buffer> {
  const contents = sizes.map((size, part) => [
    `dt=2026-01-0${(part >> 1) + 1}/events-00000${part}.json`,
    Buffer.alloc(size, `${part}abc`),
  ]);
  return Object.fromEntries(contents);
}

/** A folder with files and their manifest. */
function dataSet(changes: Partial<Manifest> = {}, manifestName = "manifest.json"): { folder: string; names: string[] } {
  const folder = temporaryFolder();
  const files = filesOf(SIZES);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  writeFileSync(join(folder, manifestName), JSON.stringify(manifestOf(files, { template: TEMPLATE, ...changes })));
  return { folder, names: Object.keys(files) };
}

function linesOf({ stdout }: Result): string[] {
  return stdout.trimEnd().split("\n");
}

describe("files that are as they were written", () => {
  it.each([[], ["--workers", "1"], ["--workers", "9"]])("are said to be so: %s %s", async (...options) => {
    const { folder } = dataSet();
    const { code, stdout, stderr } = await commandHere(["verify", ...options, folder]);
    expect(stdout).toMatch(/^all as the manifest says: 5 files, 5\.1 MB, 5 events, id es1-[\w-]{19}\n$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("may be told by their manifest's path, whatever its name", async () => {
    const { folder } = dataSet({}, "of.json");
    expect((await commandHere(["verify", join(folder, "of.json")])).code).toBe(0);
    expect((await commandHere(["verify", "of.json"], { cwd: folder })).code).toBe(0);
  });

  it("may stand beside files that no template names", async () => {
    const { folder } = dataSet();
    for (const name of ["notes.txt", "events-000000.json", "dt=2026-01-01/events-000009.json.lz4"])
      writeFileSync(join(folder, name), "");
    mkdirSync(join(folder, "dt=2026-01-01/sub/dt=2026-01-01"), { recursive: true });
    writeFileSync(join(folder, "dt=2026-01-01/sub/dt=2026-01-01/events-000000.json"), "");
    expect((await commandHere(["verify", folder])).code).toBe(0);
  });

  it("may be one file without a number", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "events.json"), "{}\n");
    const manifest = manifestOf({ "events.json": Buffer.from("{}\n") }, { template: "events.json" });
    writeFileSync(join(folder, "events.manifest.json"), JSON.stringify(manifest));
    expect((await commandHere(["verify", join(folder, "events.manifest.json")])).code).toBe(0);
  });

  it("may be none", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifestOf({})));
    expect(linesOf(await commandHere(["verify", folder]))[0]).toMatch(/^all as the manifest says: 0 files/);
  });
});

describe("files that are not", () => {
  it("are each named, in the manifest's order and with the problem", async () => {
    const { folder, names } = dataSet();
    rmSync(join(folder, names[0]!));
    const damaged = readFileSync(join(folder, names[4]!));
    damaged[2_999_999]! ^= 1;
    writeFileSync(join(folder, names[4]!), damaged);
    writeFileSync(join(folder, names[3]!), "");
    rmSync(join(folder, names[1]!));
    mkdirSync(join(folder, names[1]!));
    writeFileSync(join(folder, "dt=2026-01-02/events-000005.json"), "");
    writeFileSync(join(folder, "dt=2026-01-02/.eventsim-0123456789ab.partial"), "");
    const result = await run(["verify", folder]);
    expect(result.code).toBe(1);
    expect(linesOf(result).slice(0, -1)).toEqual([
      `missing ${names[0]}`,
      `damaged ${names[1]}: is not a file`,
      `damaged ${names[3]}: has 0 bytes and should have 1048577`,
      `damaged ${names[4]}: has another sha256`,
      "foreign dt=2026-01-02/.eventsim-0123456789ab.partial",
      "foreign dt=2026-01-02/events-000005.json",
    ]);
    expect(result.stdout).toMatch(/\n1 missing, 3 damaged, 2 foreign; the manifest has 5 files, .*\n$/);
    expect(result.stderr).toMatch(/^eventsim: .*manifest\.json: the files are not as the manifest says\n$/);
  });

  it("any damaged byte names its file", async () => {
    const { folder, names } = dataSet();
    const path = join(folder, names[2]!);
    const content = readFileSync(path);
    for (const offset of [0, 524_288, content.length - 1]) {
      const changed = Buffer.from(content);
      changed[offset]! ^= 0x80;
      writeFileSync(path, changed);
      const result = await commandHere(["verify", folder]);
      expect(linesOf(result)[0]).toBe(`damaged ${names[2]}: has another sha256`);
      expect(result.code).toBe(1);
    }
  });

  it("are missing with their whole folder, also where a file stands in its place", async () => {
    const { folder, names } = dataSet();
    renameSync(join(folder, "dt=2026-01-01"), join(folder, "elsewhere"));
    writeFileSync(join(folder, "dt=2026-01-01"), "");
    expect(linesOf(await commandHere(["verify", folder])).slice(0, 2)).toEqual(
      names.slice(0, 2).map((name) => `missing ${name}`),
    );
  });

  it("may be more than their reader wants to know", async () => {
    const { folder } = dataSet();
    const { stdout, stderr } = await shell(`$eventsim verify ${folder} | true; echo \${PIPESTATUS[0]}`);
    expect(stdout).toMatch(/^(0|141)\n$/);
    expect(stderr).toBe("");
  });
});

describe("a manifest from a stranger", () => {
  it("forges no line: control characters are escaped", async () => {
    const folder = temporaryFolder();
    const name = "x\nall as the manifest says: 1 files \u001b[2J\u009b31m\u202e.json";
    writeFileSync(join(folder, "m"), JSON.stringify(manifestOf({ [name]: Buffer.from("{}\n") }, { template: "e" })));
    const { code, stdout } = await commandHere(["verify", join(folder, "m")]);
    expect(stdout.split("\n")[0]).toBe(
      "missing x\\nall as the manifest says: 1 files \\u001B[2J\\u009B31m\\u202E.json",
    );
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
    expect(code).toBe(1);
  });

  it("nor do the names of foreign files, or the problem of the manifest", async () => {
    const folder = temporaryFolder();
    const files = { "a\n-000000": Buffer.from("{}\n") };
    writeFileSync(join(folder, "m"), JSON.stringify(manifestOf(files, { template: "a\n-{part}" })));
    writeFileSync(join(folder, "a\n-000000"), "{}\n");
    writeFileSync(join(folder, "a\n-000001"), "{}\n");
    expect(linesOf(await commandHere(["verify", join(folder, "m")]))[0]).toBe("foreign a\\n-000001");
    for (const manifest of [
      manifestOf(files, { template: "\u001b[2J\n{nothing}" }),
      manifestOf(files, { id: "\u001b]0;title\u0007\n" }),
      { ...manifestOf(files), engine: "\u009b2J\n" },
    ]) {
      writeFileSync(join(folder, "m"), JSON.stringify(manifest));
      const { code, stdout, stderr } = await commandHere(["verify", join(folder, "m")]);
      expect(stderr).not.toMatch(/[^\P{Cc}\n]/u);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    }
  });

  it.each(["/tmp/{part}", "../{part}", "a/../../{part}", "a//{part}"])(
    "with the template %s is refused",
    async (template) => {
      const { folder } = dataSet({ template });
      const refused = { code: 2, stderr: expect.stringMatching(/leads out of the folder|after its first field/) };
      expect(await commandHere(["verify", folder])).toMatchObject(refused);
    },
  );

  it("is refused without waiting if it is not a regular file", async () => {
    const folder = temporaryFolder();
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    for (const path of [pipe, "/dev/zero"]) {
      const { code, stderr } = await commandHere(["verify", path]);
      expect(stderr).toBe(`eventsim: ${path}: the manifest cannot be read (it is not a regular file)\n`);
      expect(code).toBe(2);
    }
  });

  it("is refused where it is larger than any of ours, deeper, or fuller", async () => {
    const path = join(temporaryFolder(), "m");
    writeFileSync(path, "{");
    truncateSync(path, 2 ** 33);
    const huge = await run(["verify", path]);
    expect(huge.stderr).toMatch(/the manifest cannot be read \(it has 8589934592 bytes, and at most \d+ are read\)\n$/);
    writeFileSync(path, `{"files":[${"[],".repeat(20_000_000)}[]]}`);
    const full = await run(["verify", path]);
    expect(full.stderr).toMatch(
      /it has 40000\d\d\d values in 60000\d\d\d characters, more than any manifest has; the manifest is damaged/,
    );
    const manifest = JSON.stringify({ ...manifestOf({}), identity: "DEEP" });
    writeFileSync(path, manifest.replace('"DEEP"', `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`));
    const deep = await run(["verify", path]);
    expect(deep.stderr).toMatch(/identity cannot be read \(Maximum call stack size exceeded\); the manifest is/);
    expect([huge.code, full.code, deep.code]).toEqual([2, 2, 2]);
  });

  it("takes no time for a template that may be matched in many ways", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "m"), JSON.stringify(manifestOf({}, { template: `${"{part:1}".repeat(6)}x` })));
    writeFileSync(join(folder, "7".repeat(200)), "");
    writeFileSync(join(folder, `${"7".repeat(200)}x`), "");
    const { code, stdout } = await commandHere(["verify", join(folder, "m")]);
    expect(stdout).toMatch(/^foreign 7{200}\.\.\. \(201 characters\)\n1 foreign; /);
    expect(code).toBe(1);
  });
});

/** errno(3) lists the system's messages. Tests may run as root, so no user may be assumed. */
describe("paths that the system does not follow", () => {
  it.each([
    ["a chain of links without an end", "loop", "ELOOP"],
    // Node 22 reports it as a missing file.
    ["a path below a file", "file/sub", "ENOTDIR|ENOENT"],
    ["a name of 300 letters", "x".repeat(300), "ENAMETOOLONG"],
    ["a folder whose .eventsim is such a chain", "sub", "ELOOP"],
  ])("%s", async (_, path, code) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    symlinkSync("loop", join(folder, "loop"));
    mkdirSync(join(folder, "sub"));
    symlinkSync(".eventsim", join(folder, "sub", ".eventsim"));
    const result = await commandHere(["verify", path], { cwd: folder });
    const isMissing = code.includes("ENOENT") ? "|there is no such folder; .*" : "";
    expect(result.stderr).toMatch(new RegExp(`^eventsim: .*: (cannot be read \\((${code}): .*${isMissing})\\n$`));
    expect(result.code).toBe(2);
  });
});

describe("commands that are refused", () => {
  it.each([
    [[], /^eventsim: missing required argument 'folder'/],
    [["a", "b"], /2 folders or manifests: verify them one by one, or .* with --merge/],
    [["--workers", "0", "."], /--workers.*'0'.*whole number from 1 to 128/],
    [["nowhere"], /^eventsim: nowhere: there is no such folder; name one with files and their manifest/],
    [["."], /^eventsim: \.: has no \.eventsim\/_manifest; .*--resume.*name it instead of the folder/],
  ])("verify %j", async (values, message) => {
    const { code, stdout, stderr } = await commandHere(["verify", ...values], { cwd: temporaryFolder() });
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("a manifest that is damaged, or that has a template of no meaning", async () => {
    const { folder } = dataSet({ template: "events-{number}.json" });
    const unknown = await commandHere(["verify", folder]);
    expect(unknown.stderr).toMatch(/\{number\} is not a field/);
    writeFileSync(join(folder, "manifest.json"), "{");
    const damaged = await commandHere(["verify", folder]);
    expect(damaged.stderr).toMatch(/^eventsim: .*manifest\.json:1: this is not JSON/);
    expect([unknown.code, damaged.code]).toEqual([2, 2]);
  });

  it("but not a question for help", async () => {
    const { code, stdout } = await run(["verify", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: eventsim verify \[options\] <folder...>\n/);
  });
});
