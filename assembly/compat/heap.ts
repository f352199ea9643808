// The original's priority queue: a binary heap with the soonest on top, from index 1. The order of equal times is
// where its swaps leave them, so it must be this heap with these comparisons. Moving a hole has the same result as swapping.
import { NODE_USER_BITS } from "../layout/compat";

const USER_MASK: i64 = (1 << NODE_USER_BITS) - 1;
/** After every time that occurs. One bit less than there is room for, so that the difference of two nodes does not overflow. */
export const TIME_NEVER: i64 = (1 << (62 - <i64>NODE_USER_BITS)) - 1;
const LAST_NODE: i64 = (TIME_NEVER << <i64>NODE_USER_BITS) | USER_MASK;

// @ts-ignore: decorator
@inline
export function nodeOf(time: i64, userIndex: u32): i64 {
  return (min<i64>(time, TIME_NEVER) << <i64>NODE_USER_BITS) | <i64>userIndex;
}

// @ts-ignore: decorator
@inline
export function timeOf(node: i64): i64 {
  return node >> <i64>NODE_USER_BITS;
}

// @ts-ignore: decorator
@inline
export function userIndexOf(node: i64): u32 {
  return <u32>(node & USER_MASK);
}

/** Whether a node's time is later than that of another one; the users are not compared. */
// @ts-ignore: decorator
@inline
function isLater(node: i64, than: i64): bool {
  return node > (than | USER_MASK);
}

/** The same as 0 or 1, without a branch that nobody could predict. */
// @ts-ignore: decorator
@inline
function laterBit(node: i64, than: i64): u64 {
  return <u64>((than | USER_MASK) - node) >>> 63;
}

// @ts-ignore: decorator
@inline
function select2(first: i64, second: i64, takesSecond: u64): i64 {
  return first ^ ((first ^ second) & -(<i64>takesSecond));
}

/** Puts a node after the last one, at `index`, and moves it up past all that are later. */
// @ts-ignore: decorator
@inline
export function pushNode(heap: usize, index: u32, node: i64): void {
  let hole = <usize>index;
  while (hole > 1) {
    const parent = load<i64>(heap + ((hole >> 1) << 3));
    if (!isLater(parent, node)) break;
    store<i64>(heap + (hole << 3), parent);
    hole >>= 1;
  }
  store<i64>(heap + (hole << 3), node);
}

/**
 * Removes the first of `count` nodes: the last one takes its place and moves down past all that are sooner, two levels at a
 * time, since the four grandchildren can be read and compared before it is known which child is their parent:
 *
 *            hole
 *          2h    2h+1
 *     4h 4h+1    4h+2 4h+3
 */
// @ts-ignore: decorator
@inline
export function popNode(heap: usize, count: u32): void {
  const end = <usize>count;
  const last = load<i64>(heap + (end << 3));
  // Never sooner than its neighbour, so that a node with one child is no special case.
  store<i64>(heap + (end << 3), LAST_NODE);
  let hole: usize = 1;
  while ((hole << 2) + 3 <= end) {
    const children = heap + (hole << 4);
    const grandchildren = heap + (hole << 5);
    const left = load<i64>(children);
    const right = load<i64>(children, 8);
    const a = load<i64>(grandchildren);
    const b = load<i64>(grandchildren, 8);
    const c = load<i64>(grandchildren, 16);
    const d = load<i64>(grandchildren, 24);
    const side = laterBit(left, right);
    const leftSide = laterBit(a, b);
    const rightSide = laterBit(c, d);
    const child = select2(left, right, side);
    if (!isLater(last, child)) {
      store<i64>(heap + (hole << 3), last);
      return;
    }
    store<i64>(heap + (hole << 3), child);
    const grandchild = select2(select2(a, b, leftSide), select2(c, d, rightSide), side);
    hole = (hole << 1) + <usize>side;
    if (!isLater(last, grandchild)) {
      store<i64>(heap + (hole << 3), last);
      return;
    }
    store<i64>(heap + (hole << 3), grandchild);
    hole = (hole << 1) + <usize>(leftSide ^ ((leftSide ^ rightSide) & (0 - side)));
  }
  while (hole << 1 < end) {
    const children = heap + (hole << 4);
    const left = load<i64>(children);
    const right = load<i64>(children, 8);
    const side = laterBit(left, right);
    const child = select2(left, right, side);
    if (!isLater(last, child)) break;
    store<i64>(heap + (hole << 3), child);
    hole = (hole << 1) + <usize>side;
  }
  store<i64>(heap + (hole << 3), last);
}
