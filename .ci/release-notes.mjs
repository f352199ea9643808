// Prints the changelog's section of the version that a tag names: the text of its release. Refuses, with all that is
// missing, a release that is not ready. The tag and the repository come from GitHub Actions' variables.

import { readFileSync } from "node:fs";

const { GITHUB_REF_NAME: tag = "", GITHUB_REPOSITORY: repository = "" } = process.env;
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const version = manifest.version;

/** What stands below the version's heading, up to the next version's; undefined without such a heading. */
function notesOf(changelog) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  return section?.slice(section.indexOf("\n")).trim();
}

/** `git+https://github.com/owner/name.git` and its like -> `owner/name`. */
function nameIn(address = "") {
  return /github\.com[/:]([^/]+\/[^/]+?)(?:\.git)?$/.exec(address)?.[1];
}

const url = typeof manifest.repository === "string" ? manifest.repository : manifest.repository?.url;
const notes = notesOf(readFileSync("CHANGELOG.md", "utf8"));
const problems = [];
if (tag !== `v${version}`)
  problems.push(`the tag is ${tag || "missing"}, and package.json has version ${version}: tag v${version}`);
if (notes === undefined || notes === "")
  problems.push(`CHANGELOG.md has nothing below a heading "## [${version}]": move what is under [Unreleased] there`);
for (const key of ["repository", "bugs", "homepage"])
  if (manifest[key] === undefined)
    problems.push(`package.json has no "${key}": add this project's address (CONTRIBUTING.md, "Releases")`);
if (url !== undefined && nameIn(url) !== repository)
  problems.push(
    `package.json names the repository ${url}, and this is ${repository}: npm compares them for provenance`,
  );

if (problems.length > 0) {
  for (const problem of problems) console.error(`release: ${problem}`);
  process.exitCode = 1;
} else console.log(notes);
