import { parentPort, workerData } from "node:worker_threads";
import { Counts } from "../../output/manifest/tally/counts.ts";
import { renderContent, renderPage } from "../../report/html/page.ts";
import type { Report } from "../../report/model.ts";
import type { FromDashboard, Progress, ToDashboard, Watched } from "./messages.ts";
import { SCRIPT } from "./script.ts";
import { PageServer } from "./server.ts";
import { describeProgress, reportSoFar } from "./so-far.ts";

// The thread of the dashboard: it reads the counts of the run where they are, in the memory that all threads share, and draws and serves the page. The run's own
// threads do nothing for it but count.

const TICK_MS = 1000;
/** Drawing takes at most this share of a core. */
const MOST_SHARE = 1 / 20;

const tell = (message: FromDashboard) => parentPort?.postMessage(message);

const NOTHING: Report = {
  reportVersion: 1,
  header: { source: "manifest" },
  totals: { events: 0 },
  ...{ hours: [], weekHours: [], pages: [], levels: [], notes: [] },
};

/** The run, and what was drawn of it. */
class Drawing {
  #run: Watched | undefined;
  #counts: Counts | undefined;
  #progress: Progress | undefined;
  #drawnEvents = -1;
  #drawAgainMs = 0;
  #lastTick = { events: 0, ms: 0 };
  readonly server = new PageServer(() => this.#page());

  begin(run: Watched): void {
    this.#run = run;
    this.#counts = new Counts(run.memory, run.plan);
    this.#lastTick = { events: 0, ms: performance.now() };
  }

  note(progress: Progress): void {
    this.#progress = progress;
    const { events } = progress.written;
    if (this.#run !== undefined && progress.past.length > 0)
      this.#counts = new Counts(this.#run.memory, this.#run.plan, progress.past);
    if (this.#lastTick.events === 0) this.#lastTick = { events, ms: performance.now() };
  }

  /** Tells open pages how far the run is, and draws anew if there is something new and it is time. */
  tick(): void {
    if (this.#run === undefined || this.#progress === undefined) return;
    const { written } = this.#progress;
    const now = performance.now();
    const { events, ms } = this.#lastTick;
    this.#lastTick = { events: written.events, ms: now };
    const rate = now > ms ? ((written.events - events) / (now - ms)) * 1000 : 0;
    this.server.send("progress", describeProgress(this.#run, written, rate));
    if (this.server.isWatched && written.events !== this.#drawnEvents && now >= this.#drawAgainMs) this.draw();
  }

  draw(): void {
    const begun = performance.now();
    this.#drawnEvents = this.#progress?.written.events ?? 0;
    this.server.send("content", renderContent(this.#report(), { hasRest: false }));
    const tookMs = performance.now() - begun;
    this.#drawAgainMs = begun + tookMs / MOST_SHARE;
  }

  async end(isWhole: boolean): Promise<void> {
    if (isWhole && this.server.isWatched) this.draw();
    const rest = "eventsim report shows its users, sessions, funnels, retention and places from its files.";
    this.server.send("ended", `The run ${isWhole ? "has ended" : "was stopped"}. ${rest}`);
    await this.server.close();
    tell({ kind: "ended" });
  }

  #report(): Report {
    if (this.#run === undefined || this.#counts === undefined || this.#progress === undefined) return NOTHING;
    return reportSoFar(this.#run, this.#counts, this.#progress);
  }

  #page(): string {
    return renderPage(this.#report(), { script: SCRIPT });
  }
}

async function serve(port: number): Promise<void> {
  const drawing = new Drawing();
  try {
    tell({ kind: "open", port: await drawing.server.listen(port) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    tell({ kind: "failed", code, message });
    return;
  }
  const timer = setInterval(() => drawing.tick(), TICK_MS);
  parentPort?.on("message", (message: ToDashboard) => {
    if (message.kind === "run") drawing.begin(message);
    else if (message.kind === "progress") drawing.note(message);
    else {
      clearInterval(timer);
      void drawing.end(message.isWhole);
    }
  });
}

await serve(workerData as number);
