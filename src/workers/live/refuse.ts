import type { OutputSettings } from "../../output/settings.ts";
import { UsageError } from "../../system/errors.ts";

/** Refuses outputs whose events would all leave at the end. Throws UsageError. */
export function refuseLive({ rowGroupEvents, split, encoding }: OutputSettings): void {
  if (rowGroupEvents !== undefined && !Number.isFinite(split?.rules.periodSeconds ?? Infinity))
    throw new UsageError(
      `--continuous: a ${encoding.format} file can be read once it has ended, so its events would wait for the end of the run; ` +
        "end files by the clock with --split-time 1h, or use another format",
    );
  if (encoding.frames === "one")
    throw new UsageError(
      "--continuous: the events of a single frame wait in the compressor; use --zstd-frames many, or leave it out",
    );
}
