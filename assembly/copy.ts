// Copies without a branch on length: a fixed number of 16-byte steps that covers the usual length, over the end and
// into padding, and a loop for what is longer. The next field overwrites the surplus.

// @ts-ignore: decorator
@inline
function move16(out: usize, source: usize): void {
  v128.store(out, v128.load(source));
}

// @ts-ignore: decorator
@inline
function move32(out: usize, source: usize): void {
  move16(out, source);
  v128.store(out, v128.load(source, 16), 16);
}

// @ts-ignore: decorator
@inline
function move48(out: usize, source: usize): void {
  move32(out, source);
  v128.store(out, v128.load(source, 32), 32);
}

// @ts-ignore: decorator
@inline
function move80(out: usize, source: usize): void {
  move48(out, source);
  v128.store(out, v128.load(source, 48), 48);
  v128.store(out, v128.load(source, 64), 64);
}

// @ts-ignore: decorator
@inline
function move112(out: usize, source: usize): void {
  move80(out, source);
  v128.store(out, v128.load(source, 80), 80);
  v128.store(out, v128.load(source, 96), 96);
}

// @ts-ignore: decorator
@inline
function move160(out: usize, source: usize): void {
  move112(out, source);
  v128.store(out, v128.load(source, 112), 112);
  v128.store(out, v128.load(source, 128), 128);
  v128.store(out, v128.load(source, 144), 144);
}

// @ts-ignore: decorator
@inline
function copyRest(out: usize, source: usize, done: usize, length: usize): void {
  for (let at = done; at < length; at += 16) v128.store(out + at, v128.load(source + at));
}

/** Copies any number of bytes. */
export function copyLong(out: usize, source: usize, length: usize): usize {
  copyRest(out, source, 0, length);
  return out + length;
}

// @ts-ignore: decorator
@inline
export function copy16(out: usize, source: usize, length: usize): usize {
  move16(out, source);
  if (length > 16) copyRest(out, source, 16, length);
  return out + length;
}

// @ts-ignore: decorator
@inline
export function copy32(out: usize, source: usize, length: usize): usize {
  move32(out, source);
  if (length > 32) copyRest(out, source, 32, length);
  return out + length;
}

// @ts-ignore: decorator
@inline
export function copy48(out: usize, source: usize, length: usize): usize {
  move48(out, source);
  if (length > 48) copyRest(out, source, 48, length);
  return out + length;
}

// @ts-ignore: decorator
@inline
export function copy80(out: usize, source: usize, length: usize): usize {
  move80(out, source);
  if (length > 80) copyRest(out, source, 80, length);
  return out + length;
}

// @ts-ignore: decorator
@inline
export function copy112(out: usize, source: usize, length: usize): usize {
  move112(out, source);
  if (length > 112) copyRest(out, source, 112, length);
  return out + length;
}

// @ts-ignore: decorator
@inline
export function copy160(out: usize, source: usize, length: usize): usize {
  move160(out, source);
  if (length > 160) copyRest(out, source, 160, length);
  return out + length;
}
