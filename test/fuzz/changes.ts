// Changes of a document: of its bytes, and of what it says as JSON.
import fc from "fast-check";

/** Where it is done is a share of the bytes or values, in units of 2^-31, so that it fits any document. */
const place = fc.nat(2 ** 31 - 1);

function placed(share: number, count: number): number {
  return Math.floor((share / 2 ** 31) * count);
}

const hostileBytes = fc.oneof(
  fc.constantFrom(
    "\0",
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    "\\",
    "\x1b[31m",
    "\u009b",
    "\u202e",
    "/*",
    "1e999",
    "-",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
);

interface Edit {
  kind: "insert" | "replace" | "remove" | "repeat" | "cut" | "flip";
  at: number;
  length: number;
  text: string;
}

/** Changes of bytes. */
export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    kind: fc.constantFrom("insert", "replace", "remove", "repeat", "cut", "flip"),
    at: place,
    length: fc.oneof(fc.nat(8), fc.nat(500)),
    text: hostileBytes,
  }),
  { minLength: 1, maxLength: 4 },
);

export function edited(bytes: Buffer, all: readonly Edit[]): Buffer {
  return all.reduce(edit, bytes);
}

function edit(bytes: Buffer, { kind, at, length, text }: Edit): Buffer {
  const start = placed(at, bytes.length + 1);
  const [before, here, after] = [
    bytes.subarray(0, start),
    bytes.subarray(start, start + length),
    bytes.subarray(start + length),
  ];
  switch (kind) {
    case "insert":
      return Buffer.concat([before, Buffer.from(text), here, after]);
    case "replace":
      return Buffer.concat([before, Buffer.from(text), after]);
    case "remove":
      return Buffer.concat([before, after]);
    case "repeat":
      return Buffer.concat([before, ...new Array<Buffer>(1 + (length % 50)).fill(here), after]);
    case "cut":
      return Buffer.from(before);
    case "flip": {
      const flipped = Buffer.from(bytes);
      if (start < flipped.length) flipped[start]! ^= 1 << (length % 8);
      return flipped;
    }
  }
}

/** Texts that somebody could choose to do harm with. */
const hostileText = fc.oneof(
  fc.constantFrom(
    "",
    "x\nall as the manifest says",
    "\u001b]0;owned\u0007",
    "\u009b31m",
    "\u202egepj",
    "../../etc/passwd",
    "/dev/zero",
    "{part:1}{part:1}{part:1}{part:1}{part:1}{part:1}",
    "__proto__",
    "constructor",
    "$(touch owned)",
    "-XX:OnOutOfMemoryError=touch owned",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.nat(40_000).map((length) => "n".repeat(length)),
  fc.nat(300).map((length) => "9".repeat(length)),
);

const hostileNumber = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    -1,
    1,
    0.5,
    1e-300,
    1e300,
    2 ** 31,
    2 ** 31 - 1,
    -(2 ** 31),
    2 ** 32,
    2 ** 53,
    -(2 ** 53),
    1e15,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);

const deep = fc.integer({ min: 1, max: 1200 }).map((levels) => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
});

const hostileValue = fc.oneof(
  { weight: 4, arbitrary: hostileNumber as fc.Arbitrary<unknown> },
  { weight: 4, arbitrary: hostileText },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { a: 1 }) },
  { weight: 1, arbitrary: deep },
);

interface Change {
  kind: "replace" | "remove" | "rename" | "copy" | "many" | "add";
  at: number;
  from: number;
  count: number;
  key: string;
  value: unknown;
}

/** Changes of what a JSON document says. */
export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    kind: fc.constantFrom("replace", "replace", "remove", "rename", "copy", "many", "add"),
    at: place,
    from: place,
    count: fc.oneof({ weight: 6, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.nat(3000) }),
    key: hostileText,
    value: hostileValue,
  }),
  { minLength: 1, maxLength: 4 },
);

type Holder = Record<string, unknown>;

/** Every value with the object or list that holds it. */
function slots(root: Holder): { holder: Holder; key: string }[] {
  const found: { holder: Holder; key: string }[] = [];
  const holders = [root];
  for (const holder of holders) {
    for (const [key, value] of Object.entries(holder)) {
      found.push({ holder, key });
      if (typeof value === "object" && value !== null && found.length < 100_000) holders.push(value as Holder);
    }
  }
  return found;
}

function put(holder: Holder, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** @param json an object or list; it is not changed */
export function changed(json: unknown, all: readonly Change[]): unknown {
  const root = structuredClone(json) as Holder;
  for (const change of all) apply(root, change);
  return root;
}

function apply(root: Holder, { kind, at, from, count, key: name, value }: Change): void {
  const all = slots(root);
  if (all.length === 0) return;
  const { holder, key } = all[placed(at, all.length)]!;
  const other = all[placed(from, all.length)]!;
  const held = holder[key];
  if (kind === "replace") put(holder, key, value);
  else if (kind === "copy") put(holder, key, structuredClone(other.holder[other.key]));
  else if (kind === "add") put(holder, name, value);
  else if (kind === "many" && Array.isArray(held)) addCopies(held, count, from);
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else {
    delete holder[key];
    if (kind === "rename") put(holder, `${key.slice(0, count)}${name.slice(0, 1)}${key.slice(count)}`, held);
  }
}

/** Copies of an entry at the end of a list, each with a text of its own where the entry has texts. */
function addCopies(list: unknown[], count: number, from: number): void {
  if (list.length === 0) return;
  const entry = JSON.stringify(list[placed(from, list.length)]);
  for (let index = 0; index < count; index++) list.push(JSON.parse(entry.replace(/":"/, `":"${index} `)));
}
