// Copies without a branch on the length: a fixed number of 16-byte steps that covers the usual length and runs past the end
// into padding, and a loop for longer texts. The next field overwrites the surplus.

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

/** @param width bytes that are always copied; a constant at compile time, so that only the steps for it are compiled */
// @ts-ignore: decorator
@inline
function copy(out: usize, source: usize, length: usize, width: usize): usize {
  v128.store(out, v128.load(source));
  if (width > 16) v128.store(out, v128.load(source, 16), 16);
  if (width > 32) v128.store(out, v128.load(source, 32), 32);
  if (width > 48) v128.store(out, v128.load(source, 48), 48);
  if (width > 64) v128.store(out, v128.load(source, 64), 64);
  if (width > 80) v128.store(out, v128.load(source, 80), 80);
  if (width > 96) v128.store(out, v128.load(source, 96), 96);
  if (width > 112) v128.store(out, v128.load(source, 112), 112);
  if (width > 128) v128.store(out, v128.load(source, 128), 128);
  if (width > 144) v128.store(out, v128.load(source, 144), 144);
  if (length > width) copyRest(out, source, width, length);
  return out + length;
}

// @ts-ignore: decorator
@inline
export function copy16(out: usize, source: usize, length: usize): usize {
  return copy(out, source, length, 16);
}

// @ts-ignore: decorator
@inline
export function copy32(out: usize, source: usize, length: usize): usize {
  return copy(out, source, length, 32);
}

// @ts-ignore: decorator
@inline
export function copy48(out: usize, source: usize, length: usize): usize {
  return copy(out, source, length, 48);
}

// @ts-ignore: decorator
@inline
export function copy80(out: usize, source: usize, length: usize): usize {
  return copy(out, source, length, 80);
}

// @ts-ignore: decorator
@inline
export function copy112(out: usize, source: usize, length: usize): usize {
  return copy(out, source, length, 112);
}

// @ts-ignore: decorator
@inline
export function copy160(out: usize, source: usize, length: usize): usize {
  return copy(out, source, length, 160);
}
