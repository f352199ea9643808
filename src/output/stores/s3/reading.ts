import { RunError } from "../../../system/errors.ts";
import type { StreamedAnswer } from "../http/messages.ts";
import { Patience } from "../http/patience.ts";
import { shownKey } from "./address.ts";
import type { Bucket } from "./request/bucket.ts";
import { S3Failure } from "./request/failures.ts";

export interface Range {
  start: number;
  /** The end of the file if absent. */
  end?: number | undefined;
}

const UNSATISFIABLE = 416;

/** The first byte that an answer has, by its Content-Range; 0 for the whole. */
function startOf({ status, headers }: StreamedAnswer): number {
  if (status !== 206) return 0;
  const start = /^bytes (\d+)-/.exec(headers["content-range"] ?? "")?.[1];
  return start === undefined ? Number.NaN : Number(start);
}

function headersFor(start: number, end: number | undefined, etag: string | undefined): Record<string, string> {
  const isWhole = start === 0 && end === undefined;
  return {
    ...(!isWhole && { range: `bytes=${start}-${end === undefined ? "" : end - 1}` }),
    // Nobody reads the beginning of one file and the end of another.
    ...(etag !== undefined && { "if-match": etag }),
  };
}

/** Yields bytes of an object. Where the connection breaks, the next one begins where it broke. */
export async function* readObject(
  bucket: Bucket,
  key: string,
  { start, end }: Range,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const name = shownKey(bucket.session.bucket, key);
  const patience = new Patience({ signal, patienceMs: bucket.patienceMs });
  let etag: string | undefined;
  let offset = start;
  while (end === undefined || offset < end) {
    try {
      const answer = await begin(bucket, key, headersFor(offset, end, etag));
      if (answer === undefined) return;
      etag ??= answer.headers.etag;
      const first = startOf(answer);
      if (!(first <= offset)) throw new RunError(`${name}: the server sent other bytes than it was asked for`);
      let skip = offset - first;
      for await (const piece of answer.body) {
        patience.reset();
        const skipped = Math.min(skip, piece.length);
        skip -= skipped;
        const wanted = piece.subarray(skipped, end === undefined ? undefined : skipped + end - offset);
        if (wanted.length === 0) continue;
        offset += wanted.length;
        yield wanted;
        if (end !== undefined && offset >= end) return;
      }
      return;
    } catch (error) {
      if (error instanceof S3Failure && error.code === "PreconditionFailed")
        throw new RunError(`${name}: was replaced while it was read; read it again`);
      await patience.wait(error);
    }
  }
}

/** Undefined where nothing is after the first byte that is asked for. */
async function begin(
  bucket: Bucket,
  key: string,
  headers: Record<string, string>,
): Promise<StreamedAnswer | undefined> {
  try {
    return await bucket.receive({ method: "GET", key, headers });
  } catch (error) {
    if (error instanceof S3Failure && error.status === UNSATISFIABLE) return undefined;
    throw error;
  }
}
