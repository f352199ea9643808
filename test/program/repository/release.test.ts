import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { runCommand } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

const SCRIPT = join(ROOT, ".ci", "release-notes.mjs");
const CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0]\n\n### Added\n\n- A thing.\n\n## [1.1.0]\n\n- Old.\n";
const ADDRESSES = {
  repository: { type: "git", url: "git+https://github.com/somebody/eventsim.git" },
  bugs: "https://github.com/somebody/eventsim/issues",
  homepage: "https://github.com/somebody/eventsim#readme",
};

describe("a release", () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });

  function check(manifest: object, { changelog = CHANGELOG, tag = "v1.2.0", repository = "somebody/eventsim" } = {}) {
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(folder, "CHANGELOG.md"), changelog);
    const env = { ...process.env, GITHUB_REF_NAME: tag, GITHUB_REPOSITORY: repository };
    return runCommand(process.execPath, [SCRIPT], { cwd: folder, env });
  }

  const manifest = { version: "1.2.0", ...ADDRESSES };

  it("has the changelog's section of its version as its text", async () => {
    expect(await check(manifest)).toEqual({ code: 0, stdout: "### Added\n\n- A thing.\n", stderr: "" });
  });

  it("takes a repository that is only an address", async () => {
    const { code } = await check({ ...manifest, repository: ADDRESSES.repository.url });
    expect(code).toBe(0);
  });

  it.each(["repository", "bugs", "homepage"])("is refused without %s", async (key) => {
    const { code, stdout, stderr } = await check({ ...manifest, [key]: undefined });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      `release: package.json has no "${key}": add this project's address (CONTRIBUTING.md, "Releases")\n`,
    );
  });

  it("is refused from another repository, from another tag, and without a text", async () => {
    const other = await check(manifest, { repository: "fork/eventsim" });
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining("this is fork/eventsim")]);
    const tagged = await check(manifest, { tag: "v1.3.0" });
    expect([tagged.code, tagged.stderr]).toEqual([1, expect.stringContaining("tag v1.2.0")]);
    const silent = await check({ ...manifest, version: "1.3.0" }, { tag: "v1.3.0" });
    expect([silent.code, silent.stderr]).toEqual([1, expect.stringContaining('"## [1.3.0]"')]);
  });

  it("hears all that is wrong at once", async () => {
    const { stderr } = await check({ version: "1.3.0" });
    expect(stderr.match(/^release: /gm)).toHaveLength(5);
  });

  it("of this repository is refused until its owner has filled in the addresses, and for no other reason", async () => {
    const { version, repository, bugs, homepage } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const released = readFileSync(join(ROOT, "CHANGELOG.md"), "utf8").includes(`## [${version}]`);
    const env = { ...process.env, GITHUB_REF_NAME: `v${version}`, GITHUB_REPOSITORY: "owner/eventsim" };
    const { code, stderr } = await runCommand(process.execPath, [SCRIPT], { cwd: ROOT, env });
    if ([repository, bugs, homepage].includes(undefined)) expect(code).toBe(1);
    expect(stderr.includes("CHANGELOG.md")).toBe(!released);
  });
});
