/** Numbers below a limit, the same for the same seed: https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Some changed bytes: any value, the values of limits, or those of another place. */
export function mutate(bytes: Uint8Array, random: (limit: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  for (let left = 1 + random(4); left > 0; left--) {
    const at = random(copy.length);
    const limits = [0, 1, 0x7f, 0x80, 0xff];
    copy[at] = [random(256), limits[random(5)]!, copy[random(copy.length)]!][random(3)]!;
    if (random(8) === 0) copy.copyWithin(at, random(copy.length), random(copy.length));
  }
  return copy;
}
