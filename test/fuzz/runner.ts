import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Case } from "./case.ts";
import type { Answer } from "./harness.ts";

/** Far more than any case takes, also on a busy machine. */
const MOST_SECONDS = 60;
/** Catalog, model and a small population, and what the largest document of a case takes. */
const MOST_BYTES = 1.5 * 2 ** 30;
/** A process is used for so many cases: what earlier ones left in memory must not count. */
const CASES_PER_PROCESS = 60;
/** What a terminal obeys: C0 but line ends, DEL, C1, and the direction of writing. */
const OBEYED = /[\0-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

function judge({ code, stderr, peakBytes }: Answer, codes: readonly number[]): string | undefined {
  if (stderr.includes("unexpected error")) return `an unexpected error: ${stderr.slice(0, 2000)}`;
  if (!codes.includes(code)) return `exit code ${code}: ${stderr.slice(0, 2000)}`;
  if (OBEYED.test(stderr)) return `a raw control character on standard error: ${JSON.stringify(stderr.slice(0, 2000))}`;
  if (code === 2 && stderr.trim() === "") return "exit code 2 without a word";
  if (peakBytes > MOST_BYTES) return `${Math.round(peakBytes / 2 ** 20)} MiB of memory`;
  return undefined;
}

/** Runs cases in a process of their own, and judges what they do. */
export class Runner {
  readonly folder = mkdtempSync(join(tmpdir(), "eventsim-fuzz-"));
  #child: ChildProcess | undefined;
  #cases = 0;
  /** Cases before the last one in its process. */
  #earlier = 0;

  /** @param harness the script `harness.ts`, bundled @param root the folder of the package, which is built */
  constructor(
    private readonly harness: string,
    private readonly root: string,
  ) {}

  /** Runs a case. The finding is what is wrong with how the program takes it; undefined where all is well. */
  async run({ files, args, codes }: Case): Promise<{ finding: string | undefined; stderr: string }> {
    rmSync(this.folder, { recursive: true, force: true });
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), bytes);
    }
    let answer = await this.#ask(args);
    // What earlier cases left in the process is no fault of this one: a fresh process has the last word.
    if (typeof answer === "string" && this.#earlier > 0) answer = await this.#ask(args);
    if (typeof answer === "string") return { finding: answer, stderr: "" };
    return { finding: judge(answer, codes), stderr: answer.stderr };
  }

  close(): void {
    this.#child?.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #ask(args: readonly string[]): Promise<Answer | string> {
    const child = await this.#process();
    let timer: NodeJS.Timeout | undefined;
    const hangs = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`no end within ${MOST_SECONDS} seconds`), MOST_SECONDS * 1000);
    });
    const dies = once(child, "exit").then(([code, signal]) => `the process died: ${signal ?? code}`);
    const answers = once(child, "message").then(([answer]) => answer as Answer);
    child.send({ args, folder: this.folder });
    const answer = await Promise.race([answers, dies, hangs]);
    clearTimeout(timer);
    this.#earlier = this.#cases;
    if (typeof answer === "string" || ++this.#cases >= CASES_PER_PROCESS) {
      child.kill("SIGKILL");
      this.#child = undefined;
    }
    return answer;
  }

  async #process(): Promise<ChildProcess> {
    if (this.#child !== undefined) return this.#child;
    const child = fork(this.harness, [this.root], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: ["--no-concurrent-recompilation"],
    });
    child.setMaxListeners(0);
    this.#child = child;
    this.#cases = 0;
    await once(child, "message");
    return child;
  }
}
