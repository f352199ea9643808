/** Part of a name pattern: a text, a minimum number of digits, or a layout of digits (each `0`) and separators. */
export type NamePiece = { text: string } | { leastDigits: number } | { digits: string };

const ZERO = 0x30;
const NINE = 0x39;

/**
 * Whether a name matches the pieces. Takes at most one step per character and piece, whatever both are. A regular
 * expression such as `\d+\d+\d+` would try all ways to divide the digits, and both may come from a stranger's manifest.
 */
export function namesMatch(pieces: readonly NamePiece[], name: string): boolean {
  if (leastLength(pieces) > name.length) return false;
  // Positions that the pieces so far can reach.
  let reached = new Uint8Array(name.length + 1);
  reached[0] = 1;
  for (const piece of pieces) {
    const next = new Uint8Array(name.length + 1);
    if ("leastDigits" in piece) reachOverNumber(name, piece.leastDigits, reached, next);
    else reachOverText(name, piece, reached, next);
    reached = next;
  }
  return reached[name.length] === 1;
}

/** This ensures that there are no more pieces than characters. */
function leastLength(pieces: readonly NamePiece[]): number {
  return pieces.reduce((sum, piece) => sum + leastLengthOf(piece), 0);
}

function leastLengthOf(piece: NamePiece): number {
  if ("leastDigits" in piece) return piece.leastDigits;
  return "text" in piece ? piece.text.length : piece.digits.length;
}

function isDigit(name: string, at: number): boolean {
  const code = name.charCodeAt(at);
  return code >= ZERO && code <= NINE;
}

function reachOverText(
  name: string,
  piece: { text: string } | { digits: string },
  reached: Uint8Array,
  next: Uint8Array,
): void {
  const length = leastLengthOf(piece);
  for (let start = 0; start + length <= name.length; start++) {
    if (reached[start] === 1 && standsAt(name, start, piece)) next[start + length] = 1;
  }
}

function standsAt(name: string, start: number, piece: { text: string } | { digits: string }): boolean {
  if ("text" in piece) return name.startsWith(piece.text, start);
  for (let index = 0; index < piece.digits.length; index++) {
    const isThere =
      piece.digits[index] === "0" ? isDigit(name, start + index) : name[start + index] === piece.digits[index];
    if (!isThere) return false;
  }
  return true;
}

/** From the first position within a run of digits, reaches all later ones that leave enough digits between. */
function reachOverNumber(name: string, least: number, reached: Uint8Array, next: Uint8Array): void {
  let first = -1;
  for (let at = 0; at <= name.length; at++) {
    if (first >= 0 && at - first >= least) next[at] = 1;
    if (first < 0 && reached[at] === 1) first = at;
    if (!isDigit(name, at)) first = -1;
  }
}
