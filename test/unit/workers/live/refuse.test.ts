import { describe, expect, it } from "vitest";
import { canStreamZstd } from "../../../../src/output/codecs/zstd-stream.ts";
import type { OutputRequest } from "../../../../src/output/request.ts";
import { resolveOutput } from "../../../../src/output/settings.ts";
import { UsageError } from "../../../../src/system/errors.ts";
import { refuseLive } from "../../../../src/workers/live/refuse.ts";

const refuse = (request: OutputRequest) => refuseLive(resolveOutput(request, { startSeconds: 0 }));

describe("an output that cannot be live", () => {
  it.each(["parquet", "arrow"] as const)("is a file of %s that only the end of the run ends", (format) => {
    for (const request of [{ format }, { format, path: "e-{part}", splitEvents: 1000 }]) {
      expect(() => refuse(request)).toThrow(UsageError);
      expect(() => refuse(request)).toThrow(`--continuous: a ${format} file`);
      expect(() => refuse(request)).toThrow("--split-time");
    }
    expect(() => refuse({ format, path: "e-{part}", splitTime: 3600 })).not.toThrow();
  });

  it.runIf(canStreamZstd())("is a single frame of zstd", () => {
    expect(() => refuse({ compress: "zstd", zstdFrames: "one" })).toThrow("--zstd-frames many");
  });

  it.each(["json", "msgpack", "csv", "avro"] as const)("is not one of %s", (format) => {
    expect(() => refuse({ format })).not.toThrow();
    expect(() => refuse({ format, path: "e-{part}", splitEvents: 1000 })).not.toThrow();
  });
});
