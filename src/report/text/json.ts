import { UNSEEN } from "../../system/printable.ts";

/** A value as JSON that a terminal can show: characters that it would obey are escaped, which JSON allows for each. */
export function jsonOf(value: unknown): string {
  const escaped = (character: string) =>
    character === "\n"
      ? character
      : Array.from(
          { length: character.length },
          (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
        ).join("");
  return `${JSON.stringify(value, null, 2).replace(UNSEEN, escaped)}\n`;
}
