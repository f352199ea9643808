import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eachRound, interleave, median } from "../../../src/benchmark/statistics.ts";
import { LAUNCH } from "../../launch.ts";
import { amountIn, extentArguments, type ProgramRun, runProcess } from "../../program.ts";
import { type Bench, type Measured, type Row, type Size, type Skipped, sizeOf } from "../../row.ts";
import { HdfsCluster, type HdfsPorts, hasHdfs, writeHdfsCommand } from "../../servers/hdfs.ts";
import { SHORT_SHARE } from "../throughput.ts";

const LEAST_RATIO = 1;
const MEMORY_DISK = "/dev/shm";
const WRITTEN: Size = { users: 20_000, smokeUsers: 200, events: 4e6, smokeEvents: 40_000, rounds: 3 };
/** A replica of each block, in blocks of Hadoop's own size. */
const SETTINGS = { "dfs.replication": 1, "dfs.blocksize": 128 << 20, "dfs.namenode.fs-limits.min-block-size": 1024 };
const USER = { HADOOP_USER_NAME: process.env.USER ?? "root" };
/** Files of a split run, of which several are under way. */
const SPLIT = ["--split-size", "128M", "--force"];

/** A cluster, and the folder with its command `hdfs`. */
interface Hdfs {
  ports: HdfsPorts;
  command: string;
}

/** Calls `use` with a cluster, whose blocks are in memory where there is a disk in memory. */
async function withCluster<T>(use: (hdfs: Hdfs) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir(), "eventsim-bench-hdfs-"));
  let cluster: HdfsCluster | undefined;
  try {
    cluster = await HdfsCluster.start(folder, SETTINGS, ["-Xmx2g"]);
    return await use({ ports: cluster.ports, command: writeHdfsCommand(folder, cluster.ports) });
  } finally {
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Subject = "own" | "split" | "put";

function argumentsOf(users: number, events: number): string[] {
  return [...LAUNCH, "-n", String(users), ...extentArguments({ events })];
}

/** One run into HDFS: by this program, as one file or as several, or through a pipe by Hadoop's own. */
async function runInto({ ports, command }: Hdfs, subject: Subject, users: number, events: number): Promise<ProgramRun> {
  const [[http], [rpc]] = [ports.http, ports.rpc];
  const values = argumentsOf(users, events);
  const words = [process.execPath, ...values].map((word) => `'${word}'`).join(" ");
  const { seconds, stderr } = await (subject === "put"
    ? runProcess("bash", [
        "-o",
        "pipefail",
        "-c",
        `${words} | '${command}' dfs -put -f - hdfs://127.0.0.1:${rpc}/put.json`,
      ])
    : runProcess(
        process.execPath,
        subject === "own"
          ? [...values, `webhdfs://127.0.0.1:${http}/own.json`]
          : [...values, ...SPLIT, `webhdfs://127.0.0.1:${http}/split/events-{part}.json`],
        "ignore",
        USER,
      ));
  return { seconds, ...amountIn(stderr) };
}

/** Bytes for each second, without the time to start. */
function steady(short: readonly ProgramRun[], long: readonly ProgramRun[]): number[] {
  return eachRound([...short], [...long], (less, more) => (more.bytes - less.bytes) / (more.seconds - less.seconds));
}

async function measureWith(bench: Bench, hdfs: Hdfs): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, WRITTEN);
  const run = (subject: Subject, share: number) => () => runInto(hdfs, subject, users, Math.ceil(events * share));
  const runs = await interleave<ProgramRun, "shortOwn" | "own" | "shortSplit" | "split" | "shortPut" | "put">(rounds, {
    shortOwn: run("own", SHORT_SHARE),
    shortSplit: run("split", SHORT_SHARE),
    shortPut: run("put", SHORT_SHARE),
    own: run("own", 1),
    split: run("split", 1),
    put: run("put", 1),
  });
  const rates = {
    own: steady(runs.shortOwn, runs.own),
    split: steady(runs.shortSplit, runs.split),
    put: steady(runs.shortPut, runs.put),
  };
  const ratioOf = (own: number[]) => median(eachRound(own, rates.put, (each, yardstick) => each / yardstick));
  const [ratio, splitRatio] = [ratioOf(rates.own), ratioOf(rates.split)];
  const shown = (each: number[]) => `${(median(each) / 1e6).toFixed(0)} MB/s`;
  return {
    measured: `${shown(rates.own)}, ${ratio.toFixed(2)} x -put - (${shown(rates.put)}); several files ${shown(rates.split)}, ${splitRatio.toFixed(2)} x`,
    met: ratio >= LEAST_RATIO,
    facts: {
      ...{ users, events, ratio, splitRatio, bytesPerSecond: median(rates.own) },
      ...{ splitBytesPerSecond: median(rates.split), putBytesPerSecond: median(rates.put) },
    },
    samples: Object.fromEntries(
      Object.entries(runs).map(([name, each]) => [`${name}Seconds`, each.map(({ seconds }) => seconds)]),
    ),
  };
}

async function measure(bench: Bench): Promise<Measured | Skipped> {
  if (!hasHdfs()) return { skipped: "there is no Hadoop here; npm run verify:stores installs it" };
  return await withCluster((hdfs) => measureWith(bench, hdfs));
}

export const webHdfsRows: Row[] = [
  {
    name: "webhdfs",
    what: "JSON into webhdfs://, the cluster on the same cores, against a pipe into hdfs dfs -put -",
    floor: `>= ${LEAST_RATIO} times`,
    measure,
  },
];
