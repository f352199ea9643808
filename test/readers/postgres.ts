import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pause } from "../support/program/program.ts";
import type { Column, Loaded, Row } from "./ask.ts";

const NEEDED = ["initdb", "postgres", "psql"];
const DEBIAN = "/usr/lib/postgresql";

/** The folder with PostgreSQL's programs: from the path, or the newest of Debian's. */
function findPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...(process.env.PATH ?? "").split(":"), ...versions.map((version) => join(DEBIAN, version, "bin"))];
  return folders.find((folder) => NEEDED.every((name) => existsSync(join(folder, name))));
}

const programs = findPrograms();

/** Whether PostgreSQL is installed; `.ci/verify-readers` says how to install it. */
export const hasPostgres = programs !== undefined;

/** PostgreSQL refuses to run as root, so it then runs as nobody. */
function otherUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const numberOf = (option: string) => Number(execFileSync("id", [option, "nobody"]));
  return { uid: numberOf("-u"), gid: numberOf("-g") };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** Starts a server on 127.0.0.1, in a folder that is removed when it stops. */
export class Postgres {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly server: ChildProcess,
  ) {}

  static async start(): Promise<Postgres> {
    const user = otherUser();
    const folder = mkdtempSync(join(tmpdir(), "eventsim-postgres-"));
    const data = join(folder, "data");
    mkdirSync(data);
    for (const each of [folder, data]) if (user.uid !== undefined) chownSync(each, user.uid, user.gid as number);
    chmodSync(data, 0o700);
    const make = ["-D", data, "-U", "events", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync"];
    execFileSync(join(programs!, "initdb"), make, { ...user, cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    const port = await freePort();
    const values = ["-D", data, "-h", "127.0.0.1", "-p", String(port), "-k", folder, "-c", "fsync=off"];
    const server = spawn(join(programs!, "postgres"), values, { ...user, cwd: folder, stdio: "ignore" });
    // In case the tests end before they stop it.
    process.once("exit", () => server.kill("SIGINT"));
    const postgres = new Postgres(folder, port, server);
    await postgres.#answers();
    return postgres;
  }

  async #answers(): Promise<void> {
    for (;;) {
      if (this.server.exitCode !== null) throw new Error(`PostgreSQL ended with exit code ${this.server.exitCode}`);
      try {
        this.run("select 1");
        return;
      } catch {
        await pause(100);
      }
    }
  }

  /** Returns psql's output for these commands, which it runs in one session. */
  run(...commands: string[]): string {
    const options = ["-h", "127.0.0.1", "-p", String(this.port), "-U", "events", "-X", "-q", "-A", "-t"];
    const values = [...options, "-v", "ON_ERROR_STOP=1", ...commands.flatMap((command) => ["-c", command]), "postgres"];
    const env = { ...process.env, PGTZ: "UTC" };
    return execFileSync(join(programs!, "psql"), values, { env, encoding: "utf8", stdio: "pipe", maxBuffer: 2 ** 28 });
  }

  async stop(): Promise<void> {
    this.server.kill("SIGINT");
    if (this.server.exitCode === null) await once(this.server, "exit");
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The same as `load` of ask.ts. @param loading commands of psql, one per line */
  load(text: string, loading: string, expressions: readonly string[]): Loaded {
    this.run('DROP TABLE IF EXISTS "events"', text);
    this.run(...loading.split("\n"));
    const linesOf = (query: string) =>
      this.run(`select row_to_json(each) from (${query}) each`)
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Row);
    const columns = linesOf(`select column_name as name, data_type as type, is_nullable = 'YES' as nullable,
      col_description('"events"'::regclass, ordinal_position) as comment
      from information_schema.columns where table_name = 'events' order by ordinal_position`);
    const instants = expressions.map((each) =>
      linesOf(`select (${each})::text as at from "events"`).map(({ at }) => at as string),
    );
    return { columns: columns as unknown as Column[], rows: linesOf('select * from "events"'), instants };
  }
}
