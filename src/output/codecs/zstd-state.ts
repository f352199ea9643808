/** Memory of one zstd compressor, by the highest level that needs no more. Measured: 3, 17, 45 and 85 MiB. */
const STATE_MEBIBYTES: readonly (readonly [level: number, mebibytes: number])[] = [
  [6, 8],
  [9, 32],
  [12, 52],
];
const LARGEST_STATE_MEBIBYTES = 112;

/** Returns the most bytes that a compressor of this level allocates for its window and tables. */
export function stateBytes(level: number): number {
  const found = STATE_MEBIBYTES.find(([highest]) => level <= highest);
  return (found?.[1] ?? LARGEST_STATE_MEBIBYTES) * 2 ** 20;
}
