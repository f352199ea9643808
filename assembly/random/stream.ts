// Random streams, counter-based: a user's position moves by the user's own odd step, and a mixer makes the draw.
// Any user can be made alone, and users share nothing. Defined in docs/reference/engine.md, "Random streams".
import { P_SEED, PARAMETERS } from "../layout/run";

export const GOLDEN: u64 = 0x9e3779b97f4a7c15;

export const PURPOSE_PERSON: u64 = 1;
export const PURPOSE_BEHAVIOUR: u64 = 2;
export const PURPOSE_ARRIVAL: u64 = 3;
export const PURPOSE_DISORDER: u64 = 4;

// @ts-ignore: decorator
@inline
export function mix(value: u64): u64 {
  let z = value;
  z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >>> 27)) * 0x94d049bb133111eb;
  return z ^ (z >>> 31);
}

/** The key of all streams of a purpose. */
// @ts-ignore: decorator
@inline
export function purposeKey(purpose: u64): u64 {
  return mix(load<u64>(PARAMETERS, P_SEED) + purpose * GOLDEN);
}

/** The key of one of these streams. */
// @ts-ignore: decorator
@inline
export function keyOf(purposeKey: u64, index: u32): u64 {
  return mix(purposeKey + <u64>index * 0xd1b54a32d192ed03);
}

export function streamKey(purpose: u64, index: u32): u64 {
  return keyOf(purposeKey(purpose), index);
}

export function streamStart(key: u64): u64 {
  return mix(key);
}

/** An odd step with enough changes between neighbouring bits, as in SplittableRandom. */
export function streamGamma(key: u64): u64 {
  const gamma = mix(key + GOLDEN) | 1;
  return popcnt(gamma ^ (gamma >>> 1)) < 24 ? gamma ^ 0xaaaaaaaaaaaaaaaa : gamma;
}

// @ts-ignore: decorator
@inline
export function high(draw: u64): u32 {
  return <u32>(draw >>> 32);
}

// @ts-ignore: decorator
@inline
export function low(draw: u64): u32 {
  return <u32>draw;
}
