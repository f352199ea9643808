// The model's tables for formats of columns: rows of states, and ranks of the catalog's entries (src/model/columns/).
import { STATE_ROW_BYTES } from "../layout/columns";
import { RECORD_STATE } from "../layout/record";

/** The row of a record's state. @param states address of the rows */
// @ts-ignore: decorator
@inline
export function stateRowOf(states: usize, record: usize): usize {
  return states + <usize>load<u32>(record, RECORD_STATE) * STATE_ROW_BYTES;
}

/** The rank of an entry of the catalog's table: the number of its value in the dictionary. @param ranks address of them all */
// @ts-ignore: decorator
@inline
export function rankAt(ranks: usize, entry: usize): u32 {
  return load<u32>(ranks + (entry << 2));
}
