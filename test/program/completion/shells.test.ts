// Runs the scripts in the shells: the tests press Tab on a terminal in bash and zsh, and query fish for its
// completions.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

const PRESS_TAB = join(import.meta.dirname, "press_tab.py");
const hasPython = spawnSync("python3", ["-c", "import os; os.openpty()"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "eventsim-completion-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** Folder in which file names are completed. */
const files = join(folder, "files");
const scripts = new Map<string, string>();

beforeAll(async () => {
  mkdirSync(join(files, "data", "week"), { recursive: true });
  for (const name of ["day.json", "my file.json"]) writeFileSync(join(files, name), "");
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, stdout, stderr } = await run(["completion", shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    scripts.set(shell, join(folder, `script.${shell}`));
    writeFileSync(scripts.get(shell)!, stdout);
  }
});

interface Completed {
  /** Returns the line after Tab. */
  line: string;
  /** Returns the words that the shell offers. */
  shown: string[];
}

/** Runs if the shell and Python, which provides the terminal, are installed. */
function isThere(shell: string): boolean {
  const here = spawnSync(shell, ["--version"]).status === 0 && (shell === "fish" || hasPython);
  if (!here) console.log(`skipped: the tests of completion in ${shell} need ${shell} and python3`);
  return here;
}

async function pressTab(shell: string, lines: readonly string[]): Promise<Completed[]> {
  const child = spawn("python3", [PRESS_TAB, shell, scripts.get(shell)!], { cwd: files });
  child.stdin.end(JSON.stringify(lines));
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (bytes: Buffer) => (stdout += bytes));
  child.stderr.on("data", (bytes: Buffer) => (stderr += bytes));
  const [code] = await once(child, "close");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

/** Typed text, and its only completion. */
const UNAMBIGUOUS: [typed: string, line: string][] = [
  ["eventsim ver", "eventsim verify "],
  ["eventsim verify --w", "eventsim verify --workers"],
  ["eventsim --growth", "eventsim --growth-rate"],
  ["eventsim --format j", "eventsim --format json "],
  ["eventsim --format=m", "eventsim --format=msgpack "],
  ["eventsim plan -n 1M --compress zs", "eventsim plan -n 1M --compress zstd "],
  ["eventsim id --lz4-framing=h", "eventsim id --lz4-framing=hadoop "],
  ["eventsim bench --sv", "eventsim bench --svg"],
  ["eventsim completion fi", "eventsim completion fish "],
  ["eventsim help be", "eventsim help bench "],
  ["eventsim config ch", "eventsim config check "],
  ["eventsim config check --com", "eventsim config check --compare"],
  ["eventsim config check my", "eventsim config check my\\ file.json "],
  ["eventsim schema --as av", "eventsim schema --as avro "],
  // File names, with the escapes that the shell puts before a space; folders where only these are valid.
  ["eventsim -c my", "eventsim -c my\\ file.json "],
  ["eventsim -n 10 my", "eventsim -n 10 my\\ file.json "],
  ["eventsim cat my", "eventsim cat my\\ file.json "],
  ["eventsim --data ", "eventsim --data data/"],
  ["eventsim --data=d", "eventsim --data=data/"],
  ["eventsim bench --output d", "eventsim bench --output data/"],
  ["eventsim verify data/", "eventsim verify data/week/"],
  // Nothing can be predicted after these, so nothing is offered.
  ["eventsim -n ", "eventsim -n "],
  ["eventsim cat --where ", "eventsim cat --where "],
  ["eventsim --contin", "eventsim --continuous "],
  ["eventsim --kafka-key se", "eventsim --kafka-key sessionId "],
  ["eventsim --kafka-ca my", "eventsim --kafka-ca my\\ file.json "],
  ["eventsim --kafkaBrokerList ", "eventsim --kafkaBrokerList "],
  ["eventsim --generate-c", "eventsim --generate-counts "],
  // An option of another command.
  ["eventsim cat --growth", "eventsim cat --growth"],
  ["eventsim -- --growth", "eventsim -- --growth"],
];

/** Typed text, the words that are shown for it, and words that are not. */
const CHOICES: [typed: string, shown: string[], hidden: string[]][] = [
  [
    "eventsim ",
    ["bench", "cat", "completion", "config", "help", "id", "plan", "schema", "verify", "day.json", "data/"],
    ["--nusers"],
  ],
  ["eventsim cat ", ["day.json", "data/"], ["bench", "verify"]],
  ["eventsim --compress ", ["gzip", "lz4", "none", "zstd"], ["day.json"]],
  ["eventsim --no", ["--no-clobber", "--no-progress", "--noverbose"], ["--nusers", "--resume"]],
  ["eventsim plan --part", ["--part", "--part-events"], ["--workers"]],
  ["eventsim -c da", ["day.json", "data/"], []],
];

describe.each(["bash", "zsh"])("%s", (shell) => {
  const here = isThere(shell);

  it.skipIf(!here)("ends words that can end in one way only", async () => {
    const completed = await pressTab(
      shell,
      UNAMBIGUOUS.map(([typed]) => typed),
    );
    // After an option with a value, zsh inserts "=", which the user may replace by a space.
    const lines = completed.map(({ line }) => (line.includes("-") ? line.replace(/[ =]$/, "") : line));
    const wanted = UNAMBIGUOUS.map(([, line]) => (line.includes("-") ? line.replace(/ $/, "") : line));
    expect(lines).toEqual(wanted);
  });

  it.skipIf(!here)("shows the words to choose from", async () => {
    const completed = await pressTab(
      shell,
      CHOICES.map(([typed]) => typed),
    );
    for (const [index, [typed, shown, hidden]] of CHOICES.entries()) {
      expect(completed[index]?.shown, typed).toEqual(expect.arrayContaining(shown));
      for (const word of hidden) expect(completed[index]?.shown, typed).not.toContain(word);
    }
  });
});

describe("bash", () => {
  it
    .skipIf(!isThere("bash"))
    .each(["", "bench", "cat", "config", "config check", "config graph", "id", "plan", "schema", "spark", "verify"])(
    "offers each option that the help of eventsim %s has",
    async (command) => {
      const { stdout } = await run([...(command === "" ? [] : command.split(" ")), "--help"]);
      // An option's line begins with its names; its description may continue below.
      const described = stdout.split(/\n(?= {2}-)/).slice(1);
      const available = described.filter((text) => !/\(not\s+available\s+yet\)/.test(text));
      const names = available.flatMap((text) => /^ {2}((?:-\w, )?--[\w-]+)/.exec(text)?.[1]?.split(", ") ?? []);
      expect(names.length).toBeGreaterThan(1);
      const [completed] = await pressTab("bash", [`eventsim ${command} -`]);
      expect(completed?.shown.toSorted()).toEqual(names.toSorted());
    },
  );
});

describe("fish", () => {
  const here = isThere("fish");

  /** Returns fish's completions of a line, without the descriptions. */
  function offered(line: string): string[] {
    const command = 'source $argv[1]; complete -C"$argv[2]"';
    const { status, stdout, stderr } = spawnSync("fish", ["--no-config", "-c", command, scripts.get("fish")!, line], {
      cwd: files,
      encoding: "utf8",
      env: { ...process.env, HOME: folder, TERM: "dumb" },
    });
    expect({ status, stderr }, line).toEqual({ status: 0, stderr: "" });
    return stdout.split("\n").flatMap((text) => (text === "" ? [] : [text.split("\t")[0] as string]));
  }

  it.skipIf(!here).each(UNAMBIGUOUS)("%j becomes %j", (typed, line) => {
    const last = (text: string) =>
      text
        .trimEnd()
        .replace(/^.*(?<!\\) /, "")
        .replaceAll("\\", "");
    expect(offered(typed)).toEqual(line === typed ? [] : [last(line)]);
  });

  it.skipIf(!here).each(CHOICES)("shows for %j %j and not %j", (typed, shown, hidden) => {
    const words = offered(typed);
    expect(words).toEqual(expect.arrayContaining(shown));
    for (const word of hidden) expect(words).not.toContain(word);
  });
});

describe("eventsim completion", () => {
  it("names the shells that it knows", async () => {
    const { code, stdout, stderr } = await run(["completion", "csh"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe("eventsim: csh: there is no script for this shell; there are bash, zsh, fish\n");
    const missing = await run(["completion"]);
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("missing required argument 'shell'") });
  });

  it.each(["bash", "zsh", "fish"])("writes a script that %s takes without running it", (shell) => {
    if (spawnSync(shell, ["--version"]).status !== 0) return;
    const { status, stderr } = spawnSync(shell, ["-n", scripts.get(shell)!], { cwd: ROOT, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});
