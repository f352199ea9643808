// Columns of a record batch that are numbers of the record itself, and the user's id as text.
import { stateRowOf } from "../columns/tables";
import { isRareId, sessionIdOf, userIdOf, writeRareId } from "../encode/ids";
import { millisecondsOf } from "../encode/milliseconds";
import { smallLength, smallText } from "../encode/number";
import { ARROW_ITEMS, ARROW_SESSIONS, ARROW_STATE_ROWS, ARROW_TIMES, ARROW_USER_ENDS } from "../layout/arrow";
import { STATE_ROW_SHOWN } from "../layout/columns";
import { RECORD_BYTES, RECORD_ITEM, RECORD_SESSION, RECORD_TIME } from "../layout/record";

const MICROSECONDS: i64 = 1000000;

/**
 * Writes the ids of users, as texts one after the other and where each ends; the empty text where the user is hidden. Returns the end.
 * Up to 15 bytes after it are overwritten.
 */
export function writeArrowIds(batch: usize, first: usize, count: u32, out: usize): usize {
  const states = <usize>load<u32>(batch, ARROW_STATE_ROWS);
  const end = first + <usize>count * RECORD_BYTES;
  let ends = <usize>load<u32>(batch, ARROW_USER_ENDS);
  let to = out;
  store<u32>(ends, 0);
  for (let record = first; record < end; record += RECORD_BYTES) {
    const isShown = <usize>load<u16>(stateRowOf(states, record), STATE_ROW_SHOWN);
    const id = userIdOf(record);
    if (isRareId(id)) {
      if (isShown != 0) to = writeRareId(to, id);
    } else {
      const text = smallText(id);
      store<u64>(to, text);
      to += smallLength(text) & (0 - isShown);
    }
    ends += 4;
    store<u32>(ends, <u32>(to - out));
  }
  return to;
}

/** Writes the times, session ids and item numbers. */
export function writeArrowNumbers(batch: usize, first: usize, count: u32): void {
  const start = millisecondsOf(0) * 1000;
  const end = first + <usize>count * RECORD_BYTES;
  let times = <usize>load<u32>(batch, ARROW_TIMES);
  let sessions = <usize>load<u32>(batch, ARROW_SESSIONS);
  let items = <usize>load<u32>(batch, ARROW_ITEMS);
  for (let record = first; record < end; record += RECORD_BYTES) {
    store<i64>(times, start + <i64>load<u32>(record, RECORD_TIME) * MICROSECONDS);
    store<u64>(sessions, sessionIdOf(userIdOf(record), load<u32>(record, RECORD_SESSION)));
    store<u32>(items, load<u32>(record, RECORD_ITEM));
    times += 8;
    sessions += 8;
    items += 4;
  }
}
