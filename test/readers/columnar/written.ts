import { join } from "node:path";
import { lastingFolder } from "../../support/files/folders.ts";
import { run as runProgram } from "../../support/program/program.ts";
import type { Row } from "../ask.ts";
import { eventsIn } from "./events.ts";
import type { Form, Run } from "./runs.ts";

async function write(values: string[]): Promise<void> {
  const { code, stderr } = await runProgram([...values, "--quiet"]);
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
}

const GROUPED = new Set(["parquet", "arrow", "arrows"]);

/** The files of a run, in a folder that is removed after the tests. */
export class Written {
  private readonly folder = lastingFolder();
  private readonly options: string[];
  /** The lines of JSON. */
  readonly path = join(this.folder, "events.json");
  private made: Promise<Row[]> | undefined;
  private readonly files = new Map<Form, Promise<string>>();

  constructor(private readonly run: Run) {
    this.options = run.options(this.folder);
  }

  /** The events of the run as JSON. */
  events(): Promise<Row[]> {
    this.made ??= write([...this.options, this.path]).then(() => eventsIn(this.path));
    return this.made;
  }

  /** Returns the path of the run's file in a format. */
  as(form: Form): Promise<string> {
    const path = join(this.folder, `events-${this.files.size}.${form.format}`);
    const writing = this.files.get(form) ?? this.write(form, path);
    this.files.set(form, writing);
    return writing;
  }

  private async write({ format, options }: Form, path: string): Promise<string> {
    const groups = GROUPED.has(format) ? ["--row-group-events", String(this.run.groupEvents)] : [];
    await write([...this.options, ...options, ...groups, path]);
    return path;
  }
}
