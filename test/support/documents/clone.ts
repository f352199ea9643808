// A folder in which the documents' commands are run, at a small size.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { LAUNCH } from "../../../bench/launch.ts";
import { outcomeHere } from "../program/command-here.ts";
import { ROOT, SHARED } from "../root.ts";
import { sharedFolder } from "../setup/scratch.ts";
import { scaled } from "./scaled.ts";

/** The original's configurations and data. */
export const ORIGINAL = join(SHARED, "conformance");

/**
 * A command of the program alone, whose output may go to a file: of the shell it needs only the words. What is about the process stays one:
 * options of the JVM, and benchmarks, whose child reads a pipe.
 */
const ALONE = /^bin\/eventsim (?!bench )(?!.* -X)((?:[^|&;<>()`$\\"'#]|"[^"$`\\]*"|'[^']*')+?)(?: > ([\w./-]+))?$/;

const STAND_IN = join(sharedFolder(), "stand-in.mjs");
buildSync({
  entryPoints: [join(import.meta.dirname, "stand-in.ts")],
  ...{ bundle: true, platform: "node", format: "esm", outfile: STAND_IN },
});

interface Ended {
  code: number | null;
  /** Exit codes of the program, which a line may start several times. */
  programs: number[];
  stderr: string;
}

/** A folder with the program and its configurations, beside a folder for the original's. */
export class Clone {
  readonly #parent = mkdtempSync(join(tmpdir(), "eventsim-docs-"));
  readonly folder = join(this.#parent, "eventsim");
  readonly #log = join(this.#parent, "exit-codes");

  constructor() {
    mkdirSync(join(this.folder, "bin"), { recursive: true });
    mkdirSync(join(this.folder, "data"));
    symlinkSync(join(ROOT, "configs"), join(this.folder, "configs"));
    const program = join(this.folder, "bin", "eventsim");
    const options = LAUNCH.slice(0, -1).join(" ");
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" ${options} "${STAND_IN}" "$@"\n`);
    chmodSync(program, 0o755);
    if (existsSync(ORIGINAL)) this.#addOriginal();
  }

  #addOriginal(): void {
    const original = join(this.#parent, "interana-eventsim");
    mkdirSync(join(original, "examples"), { recursive: true });
    symlinkSync(join(ORIGINAL, "data"), join(original, "data"));
    symlinkSync(join(ORIGINAL, "configs", "plain.json"), join(original, "examples", "example-config.json"));
  }

  /** Runs a line of shell; returns its own exit code and those of the program in it. */
  async run(command: string): Promise<Ended> {
    const [, words, output] = ALONE.exec(command) ?? [];
    return words === undefined ? this.#runInShell(command) : await this.#runAlone(words, output);
  }

  #shell(line: string, stdout: "ignore" | "pipe", env = process.env) {
    return spawnSync("bash", ["-c", line], { cwd: this.folder, env, stdio: ["ignore", stdout, "pipe"] });
  }

  async #runAlone(line: string, output = "/dev/null"): Promise<Ended> {
    const { stdout } = this.#shell(`words() { printf '%s\\0' "$@"; }; words ${line}`, "pipe");
    const words = stdout.toString().split("\0").slice(0, -1);
    const { code, bytes, stderr } = await outcomeHere(scaled(words), { cwd: this.folder });
    writeFileSync(resolve(this.folder, output), bytes);
    return { code, programs: [code], stderr };
  }

  #runInShell(command: string): Ended {
    writeFileSync(this.#log, "");
    const env = { ...process.env, EVENTSIM_MAIN: LAUNCH.at(-1)!, EVENTSIM_LOG: this.#log };
    const { status, stderr } = this.#shell(command, "ignore", env);
    const programs = readFileSync(this.#log, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    return { code: status, programs: programs.map(Number), stderr: stderr.toString() };
  }

  remove(): void {
    rmSync(this.#parent, { recursive: true, force: true });
  }
}
