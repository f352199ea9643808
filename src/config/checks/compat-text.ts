/** A string, blanks that JSON lacks, a minus away from its digits, or a point without digits after it. */
const PIECES = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|$)|[\f\v]|-[ \t\r\n\f\v]+(?=\d)|(\d)\.(?!\d)/g;
const KNOWN_ESCAPE = /^\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/;
const IN_STRING = /\\[\s\S]|[\u0000-\u001f]/g;

function escapeControl(character: string): string {
  if (character >= " ") return character;
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function repairString(text: string): string {
  return text.replace(IN_STRING, (part, offset: number) => {
    if (part.length === 1) return escapeControl(part);
    if (KNOWN_ESCAPE.test(text.slice(offset, offset + 6))) return part;
    return `\\\\${escapeControl(part.slice(1))}`;
  });
}

/**
 * The text of a configuration as strict JSON, where the original's parser takes more: control characters within strings, escapes that
 * JSON lacks (a backslash that stays one), form feeds and vertical tabs as blanks, `- 5` and `1.`.
 */
export function strictText(text: string): string {
  return text.replace(PIECES, (piece, digit: string | undefined) => {
    if (piece.startsWith('"')) return repairString(piece);
    if (digit !== undefined) return `${digit}.0`;
    return piece.startsWith("-") ? "-" : " ";
  });
}
