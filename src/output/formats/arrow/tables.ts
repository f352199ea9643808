import * as layout from "../../../../assembly/layout/arrow.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import { roundUp } from "../../../memory/sizes.ts";
import type { GroupSizes, Shape } from "../columns/shape.ts";
import { PREFIX_BYTES } from "./buffers.ts";
import { ADDRESSES, arrowColumnsOf, buffersOf, isOfCatalog, largestBody, planBody } from "./layout.ts";
import { type ArrowColumn, aligned, recordsStart } from "./messages.ts";

/** Bytes of the addresses that a batch has in the kernel, of the songs and of the values of statuses. */
export function tableBytes({ shape }: GroupSizes): number {
  const { songs, states } = shape;
  const statuses = states.fields.status.values.length * 4;
  return roundUp(layout.ARROW_BYTES + (songs + 1) * layout.ARROW_SONG_BYTES + statuses, 4096);
}

/** Bytes by which all compressed buffers before one may exceed what they were. */
export function compressedSlack(columns: readonly ArrowColumn[]): number {
  return columns.length * 3 * aligned(PREFIX_BYTES);
}

/** Most bytes of a ring slot: a batch of the rows. */
export function arrowSlotBytes({ shape, rows }: GroupSizes): number {
  const columns = arrowColumnsOf(shape);
  const buffers = buffersOf(planBody(columns, shape, 0, 0).places);
  const empty = { rows: 0, nulls: columns.map(() => 0), buffers, bodyBytes: 0, codec: "zstd" } as const;
  return recordsStart(empty).byteLength + compressedSlack(columns) + largestBody(shape, rows);
}

/** Writes what does not change from batch to batch into a worker's region: addresses of tables, and the tables that it has for itself. */
export function openTables(
  kernel: Kernel,
  memory: WebAssembly.Memory,
  batch: number,
  { dictionaries, states, songs }: Shape,
  columns: readonly ArrowColumn[],
): number {
  const view = new DataView(memory.buffer);
  const put = (offset: number, value: number) => view.setUint32(batch + offset, value, true);
  const songRows = batch + layout.ARROW_BYTES;
  const statuses = songRows + (songs + 1) * layout.ARROW_SONG_BYTES;
  const { values } = states.fields.status;
  values.forEach((status, number) => {
    view.setInt32(statuses + number * 4, status as number, true);
  });
  put(layout.ARROW_STATE_ROWS, states.rows);
  put(layout.ARROW_STATUS_VALUES, statuses);
  put(layout.ARROW_SONG_ROWS, songRows);
  put(layout.ARROW_SONG_COUNT, songs);
  put(layout.ARROW_LENGTH_RANKS, dictionaries.length.ranks);
  put(layout.ARROW_LENGTH_PLACES, dictionaries.length.places);
  for (const { field, indexBytes } of columns) {
    const { name } = field;
    if (indexBytes === undefined || name === "tag") continue;
    const index = ADDRESSES[name as keyof typeof ADDRESSES];
    put(index + layout.ARROW_INDEX_SHIFT, indexBytes / 2);
    put(index + layout.ARROW_INDEX_RANKS, isOfCatalog(name) ? dictionaries[name].ranks : 0);
  }
  kernel.makeArrowSongs(batch);
  return batch;
}
