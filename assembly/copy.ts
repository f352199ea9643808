// Copies without a branch on length: a fixed number of 16-byte steps that covers the usual length, over the end and
// into padding, and a loop for what is longer. The next field overwrites the surplus.

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
  v128.store(out, v128.load(source));
  if (length > 16) copyRest(out, source, 16, length);
  return out + length;
}

// @ts-ignore: decorator
@inline
export function copy32(out: usize, source: usize, length: usize): usize {
  v128.store(out, v128.load(source));
  v128.store(out, v128.load(source, 16), 16);
  if (length > 32) copyRest(out, source, 32, length);
  return out + length;
}

// @ts-ignore: decorator
@inline
export function copy48(out: usize, source: usize, length: usize): usize {
  v128.store(out, v128.load(source));
  v128.store(out, v128.load(source, 16), 16);
  v128.store(out, v128.load(source, 32), 32);
  if (length > 48) copyRest(out, source, 48, length);
  return out + length;
}

// @ts-ignore: decorator
@inline
export function copy112(out: usize, source: usize, length: usize): usize {
  v128.store(out, v128.load(source));
  v128.store(out, v128.load(source, 16), 16);
  v128.store(out, v128.load(source, 32), 32);
  v128.store(out, v128.load(source, 48), 48);
  v128.store(out, v128.load(source, 64), 64);
  v128.store(out, v128.load(source, 80), 80);
  v128.store(out, v128.load(source, 96), 96);
  if (length > 112) copyRest(out, source, 112, length);
  return out + length;
}

// @ts-ignore: decorator
@inline
export function copy160(out: usize, source: usize, length: usize): usize {
  v128.store(out, v128.load(source));
  v128.store(out, v128.load(source, 16), 16);
  v128.store(out, v128.load(source, 32), 32);
  v128.store(out, v128.load(source, 48), 48);
  v128.store(out, v128.load(source, 64), 64);
  v128.store(out, v128.load(source, 80), 80);
  v128.store(out, v128.load(source, 96), 96);
  v128.store(out, v128.load(source, 112), 112);
  v128.store(out, v128.load(source, 128), 128);
  v128.store(out, v128.load(source, 144), 144);
  if (length > 160) copyRest(out, source, 160, length);
  return out + length;
}
