// The original's priority queue: a binary heap with the soonest on top, from index 1. Equal times keep the places that
// its swaps give them, so it must be this heap with these comparisons; a hole that moves leaves the same as swaps do.
import { NODE_SLOT_BITS } from "../layout";

const SLOT_MASK: i64 = (1 << NODE_SLOT_BITS) - 1;
/** Behind everybody. */
export const TIME_NEVER: i64 = (1 << (63 - <i64>NODE_SLOT_BITS)) - 1;
const LAST_NODE: i64 = 0x7fffffffffffffff;

// @ts-ignore: decorator
@inline
export function nodeOf(time: i64, slot: u32): i64 {
  return (min<i64>(time, TIME_NEVER) << <i64>NODE_SLOT_BITS) | <i64>slot;
}

// @ts-ignore: decorator
@inline
export function timeOf(node: i64): i64 {
  return node >> <i64>NODE_SLOT_BITS;
}

// @ts-ignore: decorator
@inline
export function slotOf(node: i64): u32 {
  return <u32>(node & SLOT_MASK);
}

/** Puts a node behind the last one, at `index`, and moves it up past all that are later. */
// @ts-ignore: decorator
@inline
export function pushNode(heap: usize, index: u32, node: i64): void {
  const time = timeOf(node);
  let hole = <usize>index;
  while (hole > 1) {
    const parent = load<i64>(heap + ((hole >> 1) << 3));
    if (timeOf(parent) <= time) break;
    store<i64>(heap + (hole << 3), parent);
    hole >>= 1;
  }
  store<i64>(heap + (hole << 3), node);
}

/** Takes the first of `count` nodes off: the last one takes its place and moves down past all that are sooner. */
// @ts-ignore: decorator
@inline
export function popNode(heap: usize, count: u32): void {
  const end = <usize>count;
  const last = load<i64>(heap + (end << 3));
  const time = timeOf(last);
  // Never sooner than its neighbour, so that a node with one child needs no question.
  store<i64>(heap + (end << 3), LAST_NODE);
  let hole: usize = 1;
  let child: usize = 2;
  while (child < end) {
    const left = load<i64>(heap + (child << 3));
    const right = load<i64>(heap + (child << 3), 8);
    const goesRight = timeOf(left) > timeOf(right);
    const sooner = goesRight ? right : left;
    if (time <= timeOf(sooner)) break;
    store<i64>(heap + (hole << 3), sooner);
    hole = goesRight ? child + 1 : child;
    child = hole << 1;
  }
  store<i64>(heap + (hole << 3), last);
}
