// Brings the packed files of a pinned package into a temporary folder. The packages are sources of tables, never
// dependencies of the program: one of them holds more than a hundred megabytes.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Calls `use(folder)` with the unpacked npm package and removes everything afterwards. */
export async function withNpmPackage(nameAndVersion, use) {
  const pack = (folder) =>
    execFileSync("npm", ["pack", "--silent", "--pack-destination", folder, nameAndVersion], { encoding: "utf8" });
  return withArchive(pack, nameAndVersion, use);
}

/** Calls `use` with a function that loads modules of these npm packages (as `require`), and removes everything afterwards. */
export async function withNpmPackages(namesAndVersions, use) {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-tables-"));
  try {
    console.error(`fetching ${namesAndVersions.join(", ")}`);
    const options = ["--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--silent"];
    execFileSync("npm", ["install", ...options, "--prefix", folder, ...namesAndVersions]);
    return await use(createRequire(join(folder, "index.js")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same as withNpmPackage for the source archive of a Python package. */
export async function withPythonPackage(nameAndVersion, use) {
  const options = ["--quiet", "--no-deps", "--no-binary", ":all:", "--dest"];
  const download = (folder) =>
    execFileSync("python3", ["-m", "pip", "download", ...options, folder, nameAndVersion], { encoding: "utf8" });
  return withArchive(download, nameAndVersion, use);
}

async function withArchive(download, nameAndVersion, use) {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-tables-"));
  try {
    console.error(`fetching ${nameAndVersion}`);
    download(folder);
    const [archive] = readdirSync(folder);
    execFileSync("tar", ["-xzf", join(folder, archive), "-C", folder, "--strip-components=1"]);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
