// Runs that meet existing files: their own inputs, and files, manifests and unfinished runs of another command.
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FailingFiles } from "../../support/files/failing-files.ts";
import { contentOf, fastFolder, lastingFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { digestsOf, failureOf, nodeFileSystem, QUICK_WEEK, runHere } from "../../support/program/here.ts";
import { shell } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";
import { writeSite, writeSmallCatalog } from "../../support/sites/small.ts";

const BASE = ["-n", "3", "-s", "2026-03-02T00:00:00", "-e", "2026-03-04T00:00:00", "--workers", "1"];
/** Some files of few events, with the small catalog. */
const MANY = [...QUICK_WEEK, "--split-events", "2000"];
const LOUD = MANY.filter((value) => value !== "--quiet");

/** A folder with a configuration and data files. */
function workplace() {
  const folder = fastFolder();
  const data = join(folder, "data");
  mkdirSync(data);
  writeSmallCatalog(data);
  const config = writeSite(folder);
  return { folder, data, config, values: [...BASE, "-c", config, "--data", data] };
}

describe("a run refuses to replace its inputs", () => {
  type Place = ReturnType<typeof workplace>;

  it.each<[string, (place: Place) => string[], RegExp]>([
    [
      "an output that is the configuration",
      ({ config }) => [config],
      /site\.json: is the configuration of this run, and the output/,
    ],
    [
      "an output that is a file of --data",
      ({ data }) => [join(data, "yob1990.txt")],
      /yob1990\.txt: is a file of --data, and the output/,
    ],
    [
      "an output that is a symbolic link to it",
      ({ folder, config }) => {
        symlinkSync(config, join(folder, "link"));
        return [join(folder, "link")];
      },
      /link: is the configuration of this run \(.*site\.json\), and the output/,
    ],
    [
      "an output that is a hard link to it",
      ({ folder, config }) => {
        linkSync(config, join(folder, "link"));
        return [join(folder, "link")];
      },
      /link: is the configuration of this run/,
    ],
    ["a path that leads round", ({ folder }) => [join(folder, "data", "..", "site.json")], /is the configuration/],
    [
      "a manifest",
      ({ folder, config }) => ["--manifest", config, join(folder, "out.json")],
      /and the manifest would replace it/,
    ],
    [
      "the manifest of many files",
      ({ folder, config }) => ["--split-events", "50", "--manifest", config, join(folder, "out.json")],
      /and the manifest would replace/,
    ],
    [
      "a file of many",
      ({ folder, config }) => {
        cpSync(config, join(folder, "site-000003.json"));
        return ["-c", join(folder, "site-000003.json"), "--split-events", "50", config];
      },
      /site-000003\.json: is the configuration of this run, and a file of events/,
    ],
    [
      "a log",
      ({ folder, config }) => [`-Xlog:gc:file=${config}`, join(folder, "out.json")],
      /site\.json: is the configuration of this run, and the log/,
    ],
    [
      "a log that is the output",
      ({ folder }) => [`-Xlog:gc:file=${folder}/out.json`, join(folder, "out.json")],
      /-Xlog: .*out\.json is an output of the run/,
    ],
  ])("%s", async (_, more, message) => {
    const place = workplace();
    const words = more(place);
    const before = digestsOf(contentOf(place.folder));
    const refused = { code: 2, stdout: "", stderr: expect.stringMatching(message) };
    expect(await commandHere([...place.values, ...words])).toEqual(refused);
    expect(digestsOf(contentOf(place.folder))).toEqual(before);
  });

  it("standard output that is appended to it", async () => {
    const { folder, config, values } = workplace();
    const before = digestsOf(contentOf(folder));
    const { code, stderr } = await shell(`$eventsim ${values.map((word) => `'${word}'`).join(" ")} >> '${config}'`);
    expect(code).toBe(2);
    expect(stderr).toMatch(/site\.json: is the configuration of this run/);
    expect(digestsOf(contentOf(folder))).toEqual(before);
  });

  it("the built-in configuration, too, and `eventsim plan` says so as well", async () => {
    const builtin = join(ROOT, "configs", "Accordion-config.json");
    const before = readFileSync(builtin);
    const { code, stderr } = await commandHere(["plan", "-n", "1", builtin]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/is the configuration of this run/);
    expect(readFileSync(builtin).equals(before)).toBe(true);
  });
});

describe("an existing file", () => {
  it("is replaced, and standard error says so; --quiet says nothing", async () => {
    const { folder, values } = workplace();
    const path = join(folder, "out.json");
    expect((await commandHere([...values, path])).stderr).not.toMatch(/replaced/);
    const wanted = readFileSync(path);
    writeFileSync(path, "older\n");
    const { code, stderr } = await commandHere([...values, path]);
    expect(code).toBe(0);
    expect(stderr).toContain(`note: the existing file ${path} will be replaced\n`);
    expect(readFileSync(path).equals(wanted)).toBe(true);
    expect((await commandHere([...values, "--quiet", path])).stderr).toBe("");
  });

  it("that is empty, a device and a pipe are not said to be replaced", async () => {
    const { folder, values } = workplace();
    const path = join(folder, "out.json");
    for (const place of ["'/dev/null'", `'${path}'`, ""]) {
      writeFileSync(path, "");
      const { code, stderr } = await shell(
        `$eventsim ${values.map((word) => `'${word}'`).join(" ")} ${place} | cat >/dev/null; exit $PIPESTATUS`,
      );
      expect(code).toBe(0);
      expect(stderr).not.toMatch(/replaced/);
    }
  });

  it.each<[string, string[], RegExp]>([
    ["the one file", [], /out\.json: exists, and --no-clobber keeps it/],
    ["its manifest", ["--manifest", "FOLDER/m.json"], /m\.json: exists, and --no-clobber keeps it/],
    ["one of many files", ["--split-events", "50"], /out-000001\.json: exists, and --no-clobber keeps it/],
    [
      "one of wanted files",
      ["--split-events", "50", "--only-parts", "0-1"],
      /out-000001\.json: exists, and --no-clobber/,
    ],
  ])("stays with --no-clobber: %s", async (what, more, message) => {
    const { folder, values } = workplace();
    const name = { "the one file": "out.json", "its manifest": "m.json" }[what] ?? "out-000001.json";
    writeFileSync(join(folder, name), "");
    const before = digestsOf(contentOf(folder));
    const words = more.map((word) => word.replace("FOLDER", folder));
    const { code, stderr } = await commandHere([...values, ...words, "--no-clobber", join(folder, "out.json")]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(digestsOf(contentOf(folder))).toEqual(before);
  });

  it("with an unwanted number does not matter", async () => {
    const folder = fastFolder();
    writeFileSync(join(folder, "events-000003.json"), "kept");
    await runHere([...MANY, "--only-parts", "0-2", "--no-clobber", join(folder, "events.json")]);
    expect(readFileSync(join(folder, "events-000003.json"), "utf8")).toBe("kept");
    expect(existsSync(join(folder, "events-000002.json"))).toBe(true);
  });

  it("does not keep --no-clobber from a new place, nor --resume from its own files", async () => {
    const wanted = fastFolder();
    await runHere([...MANY, join(wanted, "events.json")]);
    const folder = fastFolder();
    let count = 0;
    const files = {
      ...nodeFileSystem,
      link(from: string, to: string) {
        if (!to.includes(".eventsim") && ++count >= 4)
          throw Object.assign(new Error("EIO: injected"), { code: "EIO", syscall: "link" });
        nodeFileSystem.link(from, to);
      },
    };
    await failureOf([...MANY, "--no-clobber", join(folder, "events.json")], { files });
    const stopped = Object.keys(digestsOf(contentOf(folder)));
    expect(stopped).toContain(".eventsim/_files");
    await runHere([...MANY, "--no-clobber", "--resume", join(folder, "events.json")]);
    expect(digestsOf(contentOf(folder))).toEqual(digestsOf(contentOf(wanted)));
  });

  it.each([
    ["by a hard link, as the file is given its name", true],
    ["where the file system has none", false],
  ])("that appears during the run stays, with --no-clobber: %s", async (_, hasLinks) => {
    for (const more of [[], ["--split-events", "2000"]]) {
      const folder = fastFolder();
      const name = more.length === 0 ? "out.json" : "out-000001.json";
      let isThere = false;
      const files = {
        ...nodeFileSystem,
        link(from: string, to: string) {
          if (to.endsWith(name) && !isThere) {
            writeFileSync(to, "somebody else's");
            isThere = true;
          }
          if (!hasLinks) throw Object.assign(new Error("EPERM: no links"), { code: "EPERM", syscall: "link" });
          nodeFileSystem.link(from, to);
        },
      };
      const failure = await failureOf([...QUICK_WEEK, ...more, "--no-clobber", join(folder, "out.json")], { files });
      expect(failure.exitCode).toBe(1);
      expect(failure.message).toMatch(/exists now, and --no-clobber keeps it/);
      expect(readFileSync(join(folder, name), "utf8")).toBe("somebody else's");
      expect(Object.keys(digestsOf(contentOf(folder))).filter((each) => each.endsWith(".partial"))).toEqual([]);
    }
  });

  it("--no-clobber and --force contradict each other", async () => {
    const { code, stderr } = await commandHere([...BASE, "--no-clobber", "--force", join(fastFolder(), "out.json")]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/choose one/);
  });
});

describe("files that another command left in a folder", () => {
  let finished: string;
  let stopped: string;
  beforeAll(async () => {
    finished = lastingFolder();
    await runHere([...MANY, join(finished, "events.json")]);
    stopped = lastingFolder();
    const files = new FailingFiles("rename", 4);
    await failureOf([...MANY, join(stopped, "events.json")], { files });
    await files.quiet();
  });

  const copyOf = (source: string) => {
    const folder = fastFolder();
    cpSync(source, folder, { recursive: true });
    return folder;
  };

  it.each<[string, () => string, string[], RegExp]>([
    [
      "its manifest, for another seed",
      () => copyOf(finished),
      ["--randomseed", "8"],
      /: is the manifest of another command \(seed: 313 there, 8 here\), and nothing else names events-000000\.json and \d+ other files; use another folder or name, or write --force/,
    ],
    [
      "its stopped run, for another seed",
      () => copyOf(stopped),
      ["--randomseed", "8"],
      /: the run of another command was stopped here \(seed: 313 there, 8 here\); complete it with --resume, .* --force/,
    ],
  ])("is kept without --force: %s", async (_, source, more, message) => {
    const folder = source();
    const before = digestsOf(contentOf(folder));
    const failure = await failureOf([...MANY, ...more, join(folder, "other.json")]);
    expect({ code: failure.exitCode, message: failure.message }).toEqual({
      code: 2,
      message: expect.stringMatching(message),
    });
    expect(digestsOf(contentOf(folder))).toEqual(before);
    await runHere([...MANY, ...more, "--force", join(folder, "other.json")]);
    expect(existsSync(join(folder, "other-000000.json"))).toBe(true);
  });

  it("does not matter if its files are gone, and the same command may be repeated", async () => {
    const folder = copyOf(finished);
    await runHere([...MANY, join(folder, "events.json")]);
    for (const name of contentOf(folder).keys()) if (name.startsWith("events-")) rmSync(join(folder, name));
    await runHere([...MANY, "--randomseed", "8", join(folder, "events.json")]);
  });

  it("is reported before it is replaced: files with names of the run", async () => {
    const folder = copyOf(finished);
    const { code, stderr } = await commandHere([...LOUD, join(folder, "events.json")]);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^note: .* has \d+ files with names of this run, events-000000\.json and others; those that the run makes again will be replaced$/m,
    );
  });

  it("one manifest for a second output would leave the first unnamed", async () => {
    const folder = fastFolder();
    const about = [...QUICK_WEEK, "--manifest", join(folder, "m.json")];
    await runHere([...about, join(folder, "one.json")]);
    const failure = await failureOf([...about, join(folder, "two.json")]);
    expect(failure.exitCode).toBe(2);
    expect(failure.message).toMatch(/nothing else names one\.json; .*--force/);
    expect(existsSync(join(folder, "two.json"))).toBe(false);
    // Making the file anew also replaces its manifest.
    await runHere([...about, "--randomseed", "8", join(folder, "one.json")]);
  });

  it.each<[string, (path: string) => void, RegExp, boolean]>([
    [
      "a file that is none",
      (path) => appendFileSync(path, '{"name":"an extension"}'),
      /is not a manifest of this program; .*--force/,
      true,
    ],
    ["a named pipe", (path) => execFileSync("mkfifo", [path]), /is not a regular file, as a manifest/, false],
    ["a folder", (path) => mkdirSync(path), /is not a regular file, as a manifest must be/, false],
    ["a device", (path) => symlinkSync("/dev/null", path), /is not a regular file, as a manifest must be/, false],
  ])("in the manifest's place: %s", async (_, make, message, hasForce) => {
    for (const more of [[], ["--split-events", "2000"]]) {
      const folder = fastFolder();
      const manifest = join(folder, "m.json");
      make(manifest);
      const values = [...QUICK_WEEK, ...more, "--manifest", manifest, join(folder, "out.json")];
      const failure = await failureOf(values);
      expect(failure.exitCode).toBe(2);
      expect(failure.message).toMatch(message);
      expect(existsSync(join(folder, "out.json"))).toBe(false);
      if (hasForce) await runHere([...values, "--force"]);
    }
  });
});
