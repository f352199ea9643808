// The encoders of the kernel are written by hand. What they write of real runs has the keys of src/schema/fields.ts, in its order,
// with its types, on the events that it says; and as MessagePack the same.
import { visit } from "jsonc-parser";
import { decompressFrameSync } from "lz4-napi";
import { describe, expect, it } from "vitest";
import { CONDITIONS, type Condition, fieldsOf } from "../../../src/schema/choose.ts";
import type { Field, FieldType } from "../../../src/schema/fields.ts";
import { expectSameBytes } from "../../support/read/msgpack-lines.ts";
import { bytesWritten, linesWritten, OUTPUTS, type Output } from "../../support/schema/outputs.ts";

/** A key and its value as in a line. */
interface Entry {
  key: string;
  text: string;
}

function entriesOf(line: string): Entry[] {
  const entries: Entry[] = [];
  visit(line, {
    onObjectProperty: (key) => void entries.push({ key, text: "" }),
    onLiteralValue: (_, offset, length) => {
      entries.at(-1)!.text = line.slice(offset, offset + length);
    },
    onError: () => expect.fail(`no JSON: ${line}`),
  });
  return entries;
}

const SYNTAX: Record<FieldType, RegExp> = {
  string: /^"/,
  int32: /^(0|-?[1-9]\d*)$/,
  int64: /^(0|-?[1-9]\d*)$/,
  double: /^-?\d+\.\d+(E-?\d+)?$/,
};
const MOST: Partial<Record<FieldType, number>> = { int32: 2 ** 31 - 1, int64: Number.MAX_SAFE_INTEGER };

/** Whether a value, as in a line, is valid for the field. */
function fits({ type, nullable, nonFinite, values, pattern, least }: Field, text: string): boolean {
  if (text === "null") return nullable === true;
  if (/^"(NaN|-?Infinity)"$/.test(text) && nonFinite === true) return true;
  if (!SYNTAX[type].test(text)) return false;
  const value = JSON.parse(text) as string | number;
  if (values !== undefined && !values.includes(String(value))) return false;
  if (pattern !== undefined && !new RegExp(pattern).test(String(value))) return false;
  const most = MOST[type] ?? Number.POSITIVE_INFINITY;
  return type === "string" || (Math.abs(Number(value)) <= most && Number(value) >= (least ?? Number.NEGATIVE_INFINITY));
}

function holds(condition: Condition, event: Record<string, unknown>): boolean {
  const value = event[condition.field];
  return "is" in condition ? value === condition.is : value !== condition.isNot;
}

/**
 * Whether the event must have the field. With the original's engine a null in the configuration is a tag, and is
 * written.
 */
function isDue({ presence }: Field, event: Record<string, unknown>, { command }: Output): boolean {
  if (presence === "always") return true;
  if (presence === "tagged") return command.some((word) => word === "--tag" || word.endsWith("interana.json"));
  return holds(CONDITIONS[presence], event);
}

describe.each(OUTPUTS)("$name", (output) => {
  const fields = fieldsOf(output.choice);

  it("has the keys of the schema in its order, on the events that it says, with its types", async () => {
    const seen = new Map<string, number>();
    const odd = new Set<string>();
    const lines = await linesWritten(output);
    for (const line of lines) {
      const event = JSON.parse(line) as Record<string, unknown>;
      const entries = entriesOf(line);
      const due = fields.filter((field) => isDue(field, event, output));
      expect(
        entries.map(({ key }) => key),
        line,
      ).toEqual(due.map(({ name }) => name));
      const unfit = entries.filter(({ text }, index) => !fits(due[index]!, text));
      expect(unfit, line).toEqual([]);
      for (const { key } of entries) seen.set(key, (seen.get(key) ?? 0) + 1);
      for (const { text } of entries) if (/^(null|"NaN"|"Infinity")$/.test(text)) odd.add(text);
    }
    expect([...odd].sort()).toEqual(output.name === "the original's engine" ? ['"Infinity"', '"NaN"', "null"] : []);
    // Each rule must apply to some events and not to others, or it would not be tested.
    for (const { name, presence } of fields) {
      const count = seen.get(name) ?? 0;
      if (presence === "shown" || presence === "played")
        expect([name, count > 0 && count < lines.length]).toEqual([name, true]);
    }
  });

  it("has the same in MessagePack", async () => {
    expectSameBytes(await linesWritten(output), await bytesWritten(output, "--format", "msgpack"));
  });

  it.each(["json", "msgpack"])("has the same as LZ4 of %s", async (format) => {
    const plain = await bytesWritten(output, "--format", format);
    expect(decompressFrameSync(await bytesWritten(output, "--format", format, "--compress", "lz4")).equals(plain)).toBe(
      true,
    );
  });
});
