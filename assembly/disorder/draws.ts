// What happens to an event is drawn from its own name alone (user, session, item), so that neither the order of work nor another event
// changes it. Defined in docs/reference/engine.md, "Disorder".
import { DISORDER_DUPLICATE_MEAN, DISORDER_DUPLICATE_SCALE, DISORDER_KEY, DISORDER_LATE_MEAN, DISORDER_LATE_SCALE } from "../layout/disorder";
import { RECORD_SESSION, RECORD_USER } from "../layout/record";
import { P_DISORDER, PARAMETERS } from "../layout/run";
import { exponential, ln } from "../random/functions";
import { GOLDEN, PURPOSE_DISORDER, high, keyOf, mix, purposeKey } from "../random/stream";

/** Added to an event's draw before it is mixed for its delays. */
export const LATE_STEP: u64 = GOLDEN;
export const DUPLICATE_STEP: u64 = 2 * GOLDEN;

/** The factor with which an exponential deviate, rounded up, has this mean in whole seconds: a geometric distribution. */
function scaleOf(meanSeconds: u32): f64 {
  return meanSeconds <= 1 ? 0 : -1 / ln(1 - 1 / <f64>meanSeconds);
}

/** Prepares the draws of a run, if it has disorder. */
export function prepareDisorder(): void {
  const block = <usize>load<u32>(PARAMETERS, P_DISORDER);
  if (block == 0) return;
  store<u64>(block, purposeKey(PURPOSE_DISORDER), DISORDER_KEY);
  store<f64>(block, scaleOf(load<u32>(block, DISORDER_LATE_MEAN)), DISORDER_LATE_SCALE);
  store<f64>(block, scaleOf(load<u32>(block, DISORDER_DUPLICATE_MEAN)), DISORDER_DUPLICATE_SCALE);
}

/**
 * The draw of an item of the record's session. Whoever draws for many records loads the others once.
 * @param offset index of the first user in memory
 * @param stride distance of the indexes of users who are next to each other there
 */
// @ts-ignore: decorator
@inline
export function drawOf(key: u64, offset: u32, stride: u32, record: usize, item: u32): u64 {
  const user = keyOf(key, offset + load<u32>(record, RECORD_USER) * stride);
  const name = ((<u64>load<u32>(record, RECORD_SESSION)) << 32) | <u64>item;
  return mix(user + name * GOLDEN);
}

/** The bits of a draw that are compared with the shares. */
// @ts-ignore: decorator
@inline
export function shareOf(draw: u64): u64 {
  return draw >>> 11;
}

/** Whole seconds from 1 on. */
export function delayOf(draw: u64, step: u64, scale: f64, mostSeconds: u32): u32 {
  const seconds = ceil<f64>(scale * exponential(high(mix(draw + step))));
  return <u32>min<f64>(max<f64>(seconds, 1), <f64>mostSeconds);
}
