// The rule by which the tests run the documents' commands at a small size.

const MOST_USERS = 10;
/** A live run waits for its next event: of these users there are a few in a second. */
const MOST_LIVE_USERS = 1000;
const MOST_EVENTS = 10_000;
/** A file of 256 MiB is one of 256 KiB, so that a run of a few users still fills several. */
const SIZE_DIVISOR = 1024;
const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1e3, M: 1e6, G: 1e9 };
const SIZE_UNITS: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };
/** `eventsim bench` at its smallest. */
const SMALL_BENCH = ["--seconds", "1", "--events", "1000", "--nusers", "10", "--workers", "1"];

function number(text: string, units: Readonly<Record<string, number>>): number {
  const [, digits, unit] = /^(\d+)([A-Za-z]*)$/.exec(text) ?? [];
  const factor = units[unit ?? "?"];
  if (factor === undefined) throw new Error(`${text}: the scaled program does not know how to scale this`);
  return Number(digits) * factor;
}

/** A share has at least a user. */
function scaledShare(text: string, mostShares: number): string {
  const [number, count] = text.split("/").map(Number) as [number, number];
  return count > mostShares ? `${Math.min(number, mostShares)}/${mostShares}` : text;
}

function scaledValue(name: string, text: string, mostUsers: number): string {
  if (name === "-n" || name === "--nusers") return String(Math.min(mostUsers, number(text, UNITS)));
  if (name === "--part") return scaledShare(text, mostUsers);
  if (name === "--events") return String(Math.min(MOST_EVENTS, number(text, UNITS)));
  if (name === "--split-size") return String(Math.ceil(number(text, SIZE_UNITS) / SIZE_DIVISOR));
  // A free port: another program may use the one that is shown.
  return name === "--metrics-port" ? "0" : text;
}

/** `eventsim bench FILE` measures nothing. */
function showsResult([, operand = "-"]: readonly string[]): boolean {
  return !operand.startsWith("-");
}

/** The arguments with at most 10 users (1,000 of a live run), unless only one of them is simulated, as many shares, 10,000 events, files of a 1024th of their size, and free ports. */
export function scaled(args: readonly string[]): string[] {
  // It prints a command and simulates nothing; a cluster's tasks are more than 10 users.
  if (args[0] === "spark") return [...args];
  if (args[0] === "bench") return showsResult(args) ? [...args] : [...args, ...SMALL_BENCH];
  const mostUsers = args.includes("--continuous") ? MOST_LIVE_USERS : MOST_USERS;
  const users = args.includes("--user") ? ["--nusers", "-n"] : [];
  return args.map((arg, index) => {
    const name = args[index - 1] ?? "";
    return users.includes(name) ? arg : scaledValue(name, arg, mostUsers);
  });
}
