// A weighted choice in (nearly) constant time with the same result as a scan of the running sums.
//
//   draw r (32 bits) -> guide[top bits of r] = first entry that any such r can reach -> step on while key >= end
import { LIST_ENDS, LIST_GUIDE, LIST_SHIFT, LIST_TOTAL, LIST_VALUES } from "../layout/model";

/** Index of the entry that the 32-bit draw `r` falls on, in the list whose descriptor is at `list`. */
// @ts-ignore: decorator
@inline
export function pickIndex(list: usize, r: u32): u32 {
  const key = <u32>((<u64>r * <u64>load<u32>(list, LIST_TOTAL)) >>> 32);
  const bucket = <usize>(r >>> load<u32>(list, LIST_SHIFT));
  let index = load<u32>(<usize>load<u32>(list, LIST_GUIDE) + (bucket << 2));
  const ends = <usize>load<u32>(list, LIST_ENDS);
  // Four ends at once: the number of steps cannot be predicted, but it is seldom four.
  const keys = i32x4.splat(<i32>key);
  let steps: u32;
  do {
    const passed = i32x4.bitmask(i32x4.ge_u(keys, v128.load(ends + (<usize>index << 2))));
    steps = <u32>ctz(~passed);
    index += steps;
  } while (steps == 4);
  return index;
}

/** The value of the entry that `pickIndex` returns, for lists that have values of their own. */
export function pickValue(list: usize, r: u32): u32 {
  return load<u32>(<usize>load<u32>(list, LIST_VALUES) + (<usize>pickIndex(list, r) << 2));
}
