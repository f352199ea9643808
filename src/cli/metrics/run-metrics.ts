import { ENGINE_VERSION } from "../../config/engine.ts";
import type { Settings } from "../../config/settings.ts";
import type { Delivery, RunContainer, Written } from "../../output/containers/container.ts";
import { programVersion } from "../../system/root.ts";
import type { Lateness } from "../../workers/live/lateness.ts";
import type { Writer } from "../../workers/writing/writer.ts";
import { expose, type Family, type Metric } from "./exposition.ts";
import { MetricsServer } from "./server.ts";

function counter(name: string, help: string, value: number): Metric {
  return { type: "counter", name, help, value };
}

function gauge(name: string, help: string, value: number): Metric {
  return { type: "gauge", name, help, value };
}

/** Names as in https://prometheus.io/docs/instrumenting/writing_clientlibs/#standard-and-runtime-collectors. */
function processFamilies(): Family[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const started = (performance.timeOrigin / 1000).toFixed(3);
  return [
    counter("process_cpu_seconds_total", "Processor time of all threads, in seconds.", (user + system) / 1e6),
    gauge("process_resident_memory_bytes", "Resident memory of the process, in bytes.", rss),
    gauge("process_heap_bytes", "JavaScript heap of the main thread that is in use, in bytes.", heapUsed),
    gauge("process_start_time_seconds", "Start of the process, in seconds since 1970.", Number(started)),
  ];
}

function windowFamilies({ startSeconds, startMilliseconds, windowSeconds }: Settings, seconds: number): Family[] {
  const start = startSeconds + startMilliseconds / 1000;
  return [
    gauge("eventsim_window_start_timestamp_seconds", "Start of the simulated window, in seconds since 1970.", start),
    gauge(
      "eventsim_window_end_timestamp_seconds",
      "End of the simulated window, in seconds since 1970.",
      start + windowSeconds,
    ),
    gauge(
      "eventsim_simulated_timestamp_seconds",
      "Simulated time up to which events are written, in seconds since 1970.",
      start + seconds,
    ),
  ];
}

function writtenFamilies({ events, rawBytes, bytes }: Written): Family[] {
  return [
    counter("eventsim_events_total", "Events written, and acknowledged where the destination does that.", events),
    counter("eventsim_raw_bytes_total", "Bytes of these events before compression.", rawBytes),
    counter("eventsim_written_bytes_total", "Bytes of these events as written.", bytes),
  ];
}

function deliveryFamilies({ acknowledgedEvents, retries, unacknowledgedBatches }: Delivery): Family[] {
  return [
    counter("eventsim_kafka_acknowledged_events_total", "Events that brokers have acknowledged.", acknowledgedEvents),
    counter("eventsim_kafka_retries_total", "Batches that were sent again.", retries),
    gauge(
      "eventsim_kafka_unacknowledged_batches",
      "Batches for a partition that wait, are on their way, or are sent again.",
      unacknowledgedBatches,
    ),
  ];
}

/** Ends of buckets of `Lateness` in milliseconds, so that no count is an estimate. */
const LATENESS_BOUNDS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200];

function latenessFamily(lateness: Lateness): Family {
  return {
    type: "histogram",
    name: "eventsim_lateness_seconds",
    help: "How long after their time events left, in seconds.",
    buckets: LATENESS_BOUNDS_MS.map((bound) => [bound / 1000, lateness.below(bound)]),
    count: lateness.count,
    sum: lateness.sumMs / 1000,
  };
}

function familiesOf(settings: Settings, { written, ring, lateness }: Writer, { delivery }: RunContainer): Family[] {
  return [
    ...writtenFamilies(written),
    ...windowFamilies(settings, written.seconds),
    gauge("eventsim_ring_ready_batches", "Encoded batches that wait to be written.", ring.readyBatches),
    gauge("eventsim_ring_slots", "Batches for which the ring has room.", ring.slots),
    ...(delivery === undefined ? [] : deliveryFamilies(delivery)),
    ...(lateness === undefined ? [] : [latenessFamily(lateness)]),
  ];
}

/** What is known of a run, for whoever asks while it is under way. */
export class RunMetrics {
  #server: MetricsServer | undefined;
  #runFamilies: () => Family[] = () => [];

  private constructor(private readonly workers: number) {}

  /** @param port 0 for a free one. Throws UsageError if it cannot be had */
  static async open(port: number, workers: number): Promise<RunMetrics> {
    const metrics = new RunMetrics(workers);
    metrics.#server = await MetricsServer.open(port, () => expose(metrics.#families()));
    return metrics;
  }

  get address(): string | undefined {
    return this.#server?.address;
  }

  /** A run begins to write. */
  watch(settings: Settings, writer: Writer, output: RunContainer): void {
    this.#runFamilies = () => familiesOf(settings, writer, output);
  }

  close(): void {
    this.#server?.close();
  }

  #families(): Family[] {
    const labels = { version: programVersion(), engine: String(ENGINE_VERSION) };
    return [
      { ...gauge("eventsim_build_info", "Versions of the program and of its engine; always 1.", 1), labels },
      gauge("eventsim_workers", "Threads that simulate and encode.", this.workers),
      ...this.#runFamilies(),
      ...processFamilies(),
    ];
  }
}
