// Random numbers for the song catalog: the same on every machine, from a seed of its own.

/** Marsaglia's xorshift with the shifts 13, 17, 5 (Journal of Statistical Software 8(14), 2003) and a multiplied output. */
export class SongRandom {
  #state;

  constructor(seed) {
    this.#state = seed | 0 || 1;
  }

  /** A double in [0, 1). */
  double() {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (Math.imul(x, 0x9e3779b1) >>> 0) / 2 ** 32;
  }

  /** An integer from `low` to `high`, both included. */
  integer(low, high) {
    return low + Math.floor(this.double() * (high - low + 1));
  }

  chance(probability) {
    return this.double() < probability;
  }

  pick(list) {
    return list[this.integer(0, list.length - 1)];
  }

  /** `entries` are [value, weight] pairs. */
  pickWeighted(entries) {
    let left = this.double() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of entries) {
      left -= weight;
      if (left < 0) return value;
    }
    return entries.at(-1)[0];
  }

  /** Standard normal, by Box and Muller's formula. */
  gaussian() {
    const radius = Math.sqrt(-2 * Math.log(1 - this.double()));
    return radius * Math.cos(2 * Math.PI * this.double());
  }
}

/**
 * Fills the {slots} of a pattern with words of the vocabulary. No word appears twice ("Rain and Rain");
 * a pattern that needs more different words than there are is a mistake in the vocabulary.
 */
export function fillPattern(pattern, vocabulary, random) {
  const used = new Set();
  return pattern.replace(/\{(\w+)\}/g, (_, slot) => {
    const words = vocabulary[slot];
    if (words === undefined) throw new Error(`no words for {${slot}} in "${pattern}"`);
    let word = random.pick(words);
    for (let tries = 0; used.has(word) && tries < 100; tries++) word = random.pick(words);
    used.add(word);
    return word;
  });
}
