import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { environment } from "../support/program/jvm.ts";
import { type Result, runCommand } from "../support/program/program.ts";
import { ROOT } from "../support/root.ts";

/** Kept between runs: each Node, and a copy of the repository that was set up with it. */
const FOLDER = join(ROOT, "build", "nodes");

/** npm's `node` package installs this package in a script. Installed by name, it needs no script. */
function packageName(): string {
  const prefix = process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  return `${prefix}-${process.platform}-${process.arch}`;
}

/** A version of Node, and functions that use it. */
export class InstalledNode {
  /** The folder that holds `bin/node`. */
  readonly #installed: string;
  readonly checkout: string;

  constructor(readonly major: number) {
    const own = join(FOLDER, String(major));
    this.#installed = join(own, "node_modules", packageName());
    this.checkout = join(own, "eventsim");
  }

  /** Installs the version from the registry, unless it is installed. */
  install(): void {
    if (existsSync(this.#program())) return;
    const own = join(FOLDER, String(this.major));
    mkdirSync(own, { recursive: true });
    const values = ["install", "--prefix", own, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
    execFileSync("npm", [...values, `${packageName()}@${this.major}`], { stdio: ["ignore", "ignore", "inherit"] });
  }

  /** Copies the repository's files, as a clone would have them: without build output and installed packages. */
  copyRepository(): void {
    rmSync(this.checkout, { recursive: true, force: true });
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT });
    for (const name of listed.toString().split("\0")) {
      const source = join(ROOT, name);
      if (name === "" || !existsSync(source)) continue;
      mkdirSync(dirname(join(this.checkout, name)), { recursive: true });
      copyFileSync(source, join(this.checkout, name));
    }
  }

  /** Runs a program in the copy, with this Node as `node`. */
  run(command: string, values: string[], variables: Record<string, string> = {}): Promise<Result> {
    return runCommand(command, values, { cwd: this.checkout, env: this.environment(variables) });
  }

  environment(variables: Record<string, string> = {}): NodeJS.ProcessEnv {
    const { NODE_OPTIONS: _, ...others } = environment(variables);
    return { ...others, ...variables, PATH: [dirname(this.#program()), process.env.PATH].join(delimiter) };
  }

  #program(): string {
    return join(this.#installed, "bin", "node");
  }
}
