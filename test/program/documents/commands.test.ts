// Every command that the README, configs/README.md, the guide and the reference show is run: at a small size (test/support/documents/scaled.ts), page by page and in order, in a
// folder that looks like a clone.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import * as zlib from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMAND_NAMES } from "../../../src/cli/parse-run.ts";
import { blocksOf, commandsOf, readPage } from "../../support/documents/blocks.ts";
import { Clone, ORIGINAL } from "../../support/documents/clone.ts";
import { scaled } from "../../support/documents/scaled.ts";
import { ROOT } from "../../support/root.ts";

const PAGES = [
  "README.md",
  "configs/README.md",
  ...["guide", "reference"].flatMap((name) =>
    readdirSync(join(ROOT, "docs", name))
      .filter((file) => file.endsWith(".md"))
      .map((file) => `docs/${name}/${file}`),
  ),
];
/** Languages of blocks without commands. */
const SHOWN = ["json", "python", "sql", "text", "ts"];
/** Tools that a machine may lack; a command with one of them is skipped there. */
const TOOLS = ["lz4", "zstd", "duckdb"];
const isInstalled = (tool: string) => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;
const missingTools = TOOLS.filter((tool) => !isInstalled(tool));

const NEEDS_DOCKER = "needs a Docker daemon and images from a registry";
const INSTALLS = "test/program/cli/package.test.ts packs, installs and runs the package";
const INSTALLS_WHEEL = ".ci/verify-python builds, installs and runs the wheel";
const COMPLETES = "changes the home folder; test/program/completion runs the scripts in their shells";
const READS_HDFS = /^bin\/eventsim verify webhdfs:|[|'] ?hdfs dfs /;
const NEEDS_SONGS = "needs the Million Song Dataset; test/program/generators has files of its form";
const NEEDS_HDFS = "needs HDFS; test/stores/hdfs has it";
const NEEDS_SERVER = /^bin\/eventsim (?!id |plan ).*(--kafkaBrokerList|kafka:\/\/|webhdfs:\/\/|s3:\/\/)/;

/** Returns the command itself, or for one that needs a server the command that prints its id: its options are read all the same. */
function runnable(command: string): string {
  return NEEDS_SERVER.test(command) ? command.replace("bin/eventsim ", "bin/eventsim id ") : command;
}

/** Commands that the test does not run, with the reason. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'ln -s "$PWD/bin/eventsim" ~/.local/bin/eventsim':
    "changes the home folder; tutorial.test.ts calls the program by such a link",
  "bin/eventsim completion bash > ~/.local/share/bash-completion/completions/eventsim": COMPLETES,
  'bin/eventsim completion zsh > "${fpath[1]}/_eventsim"': COMPLETES,
  "bin/eventsim completion fish > ~/.config/fish/completions/eventsim.fish": COMPLETES,
  "man dist/eventsim.1": "test/program/cli/manual.test.ts reads the page",
  "npm run build && npm pack": INSTALLS,
  "npm install --global ./eventsim-0.1.0.tgz": INSTALLS,
  "python3 -m pip install build": INSTALLS_WHEEL,
  "python3 -m build --wheel --outdir data/wheel python": INSTALLS_WHEEL,
  'python3 -m pip install "$(ls data/wheel/eventsim_data-*.whl)[arrow]"': INSTALLS_WHEEL,
  "uvx --from data/wheel/eventsim_data-*.whl eventsim -n 1000 --from 7 data/week.json.zst": INSTALLS_WHEEL,
  "node configs/build/generate.mjs":
    "writes the configurations; test/unit/configs/tables.test.ts compares them with the generator's",
  "npm run docs":
    "writes pages; test/unit/house/reference.test.ts and test/statistics/prediction compare them with the code",
  "npx vitest run test/unit/configs": "is a test",
  "bin/eventsim -n 1000 --from 7 --kafkaBrokerList broker:9093 -k listen-events --kafka-ca ca.pem --kafka-sasl SCRAM-SHA-512 --kafka-user alice --kafka-password-file password.txt":
    "reads a certificate and a password; test/servers has brokers with both",
  "bin/eventsim --generate-counts --data data/songs": NEEDS_SONGS,
  "bin/eventsim --generate-similars --data data/songs": NEEDS_SONGS,
  "bin/eventsim --data data/songs -n 1000 --from 7 data/million-songs.json": NEEDS_SONGS,
  "docker build --tag eventsim .": NEEDS_DOCKER,
  "docker run --rm --init eventsim -n 1000 --from 3 > events.json": NEEDS_DOCKER,
  'docker run --rm --init --user "$(id -u):$(id -g)" --volume "$PWD/data:/data" eventsim -n 1000 --from 3 events.json.lz4':
    NEEDS_DOCKER,
};

const READS_ORIGINAL = /interana-eventsim\//;

/** Returns the reason why a command cannot run on this machine; undefined if it can. */
function obstacle(command: string): string | undefined {
  if (READS_ORIGINAL.test(command) && !existsSync(ORIGINAL)) return `${ORIGINAL} is absent`;
  if (READS_HDFS.test(command)) return NEEDS_HDFS;
  const words = command.split(/\s*[|;&]+\s*/).map((part) => part.split(" ")[0]!);
  const missing = missingTools.find((tool) => words.includes(tool));
  return missing === undefined ? NOT_RUN[command] : `${missing} is not installed`;
}

function shellCommands(page: string): string[] {
  const blocks = blocksOf(readPage(page)).filter(({ language }) => language === "sh");
  return blocks.flatMap(commandsOf);
}

/** Exit codes that a shell reports for the program: 141 if its reader exits before the end. */
function exitCodesOf(command: string): number[] {
  if (/--zstd-frames one/.test(command) && !("createZstdCompress" in zlib)) return [2]; // Node before 22.15
  if (command.startsWith("bin/eventsim config diff ")) return [1]; // they differ
  return /\| (head|grep -m) /.test(command) ? [0, 141] : [0];
}

/** Returns the outputs that a command names, files and folders, up to the first field in a name. */
function outputsOf(command: string): string[] {
  const [names] = /(?<=[ >'])data\/[\w./={}-]+(?='?$)/.exec(command) ?? [];
  if (names === undefined || /^bin\/eventsim (id|plan) /.test(command)) return [];
  const isFolder = names.includes("{") || /--split-/.test(command);
  return [isFolder ? dirname(names.replace(/\{.*$/, "_")) : names];
}

function isThere(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  return status !== undefined && (status.isDirectory() ? readdirSync(path).length > 0 : status.size > 0);
}

describe.each(PAGES)("%s", (page) => {
  const blocks = blocksOf(readPage(page));
  const commands = shellCommands(page);
  let clone: Clone;
  beforeAll(() => {
    if (commands.length > 0) clone = new Clone();
  });
  afterAll(() => clone?.remove());

  test("has its commands in blocks of sh, and nothing else there", () => {
    const others = blocks.filter(({ language }) => language !== "sh");
    expect(others.filter(({ language }) => !SHOWN.includes(language))).toEqual([]);
    const hidden = others
      .flatMap(({ text }) => text.split("\n"))
      .filter((line) => /^\s*(\$ |(bin\/)?eventsim [^:]|npm |npx )/.test(line));
    expect(hidden.filter((line) => !/^eventsim \d/.test(line))).toEqual([]);
    expect(readPage(page).match(/`bin\/eventsim -n [^`]*`/g) ?? []).toEqual([]);
  });

  for (const command of new Set(commands)) {
    const reason = obstacle(command);
    test.skipIf(reason !== undefined)(reason === undefined ? command : `${command} (not run: ${reason})`, async () => {
      const { code, programs, stderr } = await clone.run(runnable(command));
      const allowed = exitCodesOf(command);
      expect(programs.length, stderr).toBe(command.split("bin/eventsim ").length - 1);
      expect(
        programs.filter((each) => !allowed.includes(each)),
        stderr,
      ).toEqual([]);
      if (allowed.includes(0)) {
        expect(code, stderr).toBe(0);
        for (const output of outputsOf(command)) expect(isThere(join(clone.folder, output)), output).toBe(true);
      }
    });
  }
});

test("git ignores the commands' outputs", () => {
  const outputs = PAGES.flatMap((page) => shellCommands(page).flatMap(outputsOf));
  expect(outputs.length).toBeGreaterThan(20);
  const paths = [...new Set(outputs)].map((output) => `${output}/x`);
  const ignored = spawnSync("git", ["check-ignore", ...paths], { cwd: ROOT, encoding: "utf8" });
  expect(ignored.stdout.trimEnd().split("\n")).toEqual(paths);
});

test("all pages together have commands for each of the program's commands", () => {
  const all = PAGES.flatMap(shellCommands);
  for (const name of COMMAND_NAMES.filter((each) => each !== "help"))
    expect(all.join("\n")).toContain(`bin/eventsim ${name} `);
  expect(Object.keys(NOT_RUN).filter((command) => !all.includes(command))).toEqual([]);
});

describe("the scale", () => {
  test.each([
    ["-n 40000000 --split-size 1G x", "-n 10 --split-size 1048576 x"],
    ["plan --nusers 10M -Xmx4g", "plan --nusers 10 -Xmx4g"],
    ["-n 10 --metrics-port 9464 x", "-n 10 --metrics-port 0 x"],
    ["-n 10M --user 4711", "-n 10M --user 4711"],
    ["-n 10 --events 1G", "-n 10 --events 10000"],
    ["bench --json", "bench --json --seconds 1 --events 1000 --nusers 10 --workers 1"],
    ["bench data/before.json", "bench data/before.json"],
  ])("%s", (given, expected) => {
    expect(scaled(given.split(" ")).join(" ")).toBe(expected);
  });
});
