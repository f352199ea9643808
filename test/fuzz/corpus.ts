// Configurations that once took minutes or gigabytes, ended with a stack trace, or ran what a stranger wrote.

export interface Kept {
  name: string;
  text: () => string;
  /** What is right: 0 where it is a configuration, 2 where it is refused. */
  code: 0 | 2;
  /** In the first line of the message, where there is one. */
  says?: RegExp;
}

interface State {
  page: string;
  auth: string;
  method: string;
  status: number;
  level: string;
}

const state = (page: string, auth = "A", level = "free"): State => ({ page, auth, method: "GET", status: 200, level });
const HOME = state("Home");
const way = (source: State, dest: State, p: unknown) => ({ source, dest, p });
const several = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

type Site = Record<string, unknown> &
  Record<"transitions" | "auths" | "levels" | "show-user-details" | "new-session", unknown[]>;

/** The smallest site, and what is changed in it, as text. */
function site(change: (site: Site) => void, edit: (text: string) => string = (text) => text): () => string {
  return () => {
    const small: Site = {
      "show-user-details": [{ auth: "A", show: true }],
      levels: [{ level: "free", weight: 1 }],
      auths: [{ auth: "A", weight: 1 }],
      "new-session": [{ ...HOME, weight: 1 }],
      transitions: [way(HOME, HOME, 0.5)],
    };
    change(small);
    return edit(JSON.stringify(small, undefined, 1));
  };
}

const unchanged = () => {};
/** More arguments than some 100,000 are too many for a call. */
const addWays = (small: Site, count: number, make: (index: number) => unknown) => {
  small.transitions = [...small.transitions, ...several(count, make)];
};
const first = (text: string) => site(unchanged, (json) => json.replace("{", `{${text},`));

export const CORPUS: readonly Kept[] = [
  {
    name: "20,000 different errors",
    text: site((small) => small.transitions.push(...several(20_000, (i) => way(HOME, state(`P${i}`), `x${i}`)))),
    code: 2,
    says: /transitions\[1\]\.p: found the string "x0"; give a number from 0 to 1/,
  },
  {
    name: "20,000 equal errors",
    text: site((small) => small.transitions.push(...several(20_000, (i) => way(HOME, state(`P${i}`), 2)))),
    code: 2,
    says: /transitions\[1\]\.p: found 2; give a number from 0 to 1 \(a probability\) \(and \d+ more\)/,
  },
  {
    name: "30,000 states without an end, each for itself",
    text: site((small) => {
      for (let i = 0; i < 30_000; i++) {
        small.transitions.push(way(HOME, state(`T${i}`), 1e-5), way(state(`T${i}`), state(`T${i}`), 1));
      }
    }),
    code: 0,
    says: /users who get to "T0" \("A", "GET", 200, "free"\) never end their session/,
  },
  {
    name: "30,000 states without an end, in one ring",
    text: site((small) => {
      small.transitions.push(way(HOME, state("T0"), 0.1));
      for (let i = 0; i < 30_000; i++) small.transitions.push(way(state(`T${i}`), state(`T${(i + 1) % 30_000}`), 1));
    }),
    code: 0,
    says: /users who get to "T0" .* or one of 29995 others never end their session/,
  },
  {
    name: "3,000 misspelled names",
    text: site((small) => {
      small["show-user-details"].push(...several(3000, (i) => ({ auth: `memberr${i}`, show: true })));
      small.transitions.push(...several(3000, (i) => way(HOME, state(`P${i}`, `member${7 * i}`), 1e-5)));
    }),
    code: 2,
    says: /auth "member0" and level "free" is left behind/,
  },
  {
    name: "two names of 30,000 letters",
    text: site((small) => {
      small["churned-state"] = "x".repeat(30_000);
      small["show-user-details"].push({ auth: "y".repeat(30_000), show: true });
    }),
    code: 0,
    says: /no state has the auth "y{200}\.\.\." \(30000 characters\); remove it/,
  },
  {
    name: "an unknown key of 1 MB",
    text: site((small) => {
      small["k".repeat(1_000_000)] = 1;
    }),
    code: 0,
    says: /unknown key "k{200}\.\.\." \(1000000 characters\); it is ignored/,
  },
  { name: "400,000 unknown keys", text: first(several(400_000, (i) => `"unknown${i}":1`).join()), code: 0 },
  {
    name: "200,000 nested levels",
    text: first(`"x":${"[".repeat(200_000)}${"]".repeat(200_000)}`),
    code: 2,
    says: /:1:\d+: brackets are nested too deeply/,
  },
  {
    name: "200,000 ways out of a state",
    text: site((small) => addWays(small, 200_000, (i) => way(HOME, state(`P${i}`), 1e-6))),
    code: 2,
    says: /states are too many; at most 32766 are possible/,
  },
  {
    name: "200,000 ways from a state to itself",
    text: site((small) => addWays(small, 200_000, () => way(HOME, HOME, 1e-6))),
    code: 2,
    says: /has the source and dest of transitions\[0\]/,
  },
  {
    name: "20,000 auths with 20,000 levels",
    text: site((small) => {
      for (let i = 0; i < 20_000; i++) {
        small.auths.push({ auth: `a${i}`, weight: 1 });
        small.levels.push({ level: `l${i}`, weight: 1 });
        small.transitions.push(way(HOME, state(`P${i}`, `a${i}`, `l${i}`), 1e-5));
      }
    }),
    code: 2,
    says: /is drawn for the first users, but no new-session entry has them|show-user-details lacks/,
  },
  { name: "four million numbers under an unknown key", text: first(`"x":[${"1,".repeat(4_000_000)}1]`), code: 0 },
  {
    name: "four million numbers for transitions",
    text: site(unchanged, (json) => json.replace('"transitions": [', `"transitions": [${"1,".repeat(4_000_000)}`)),
    code: 2,
    says: /transitions\[0\]: found 1; give an object with source, dest, p \(and \d+ more\)/,
  },
  { name: "100,000 comments", text: () => `{${"/*x*/\n".repeat(100_000)}}`, code: 2, says: /JSON has no comments/ },
  {
    name: "500,000 times the same key",
    text: first(Array(500_000).fill('"seed":1').join()),
    code: 2,
    says: /given twice/,
  },
  {
    name: "a seed with five million zeros in its middle",
    text: first(`"seed":99999999999999999999.${"0".repeat(5_000_000)}1`),
    code: 2,
    says: /seed: found 9{20}\.0+\.\.\. \(\d+ characters\); give an integer/,
  },
  { name: "ten million spaces", text: () => " ".repeat(10_000_000), code: 2, says: /the file is empty/ },
  { name: "a string of escaped quotes without an end", text: () => `{"x":"${'\\"'.repeat(4_000_000)}`, code: 2 },
  {
    name: "names that a terminal would obey",
    text: site((small) => {
      small["churned-state"] = "\u001b]0;owned\u0007\u009b31m\u202e\nall is well";
    }),
    code: 0,
    says: /no state has the auth "\\u001B\]0;owned\\u0007\\u009B31m\\u202E\\nall is well"; remove it/,
  },
  {
    name: "a command under jvm",
    text: site((small) => {
      small.jvm = ["-XX:OldSize=1m", "-XX:OnOutOfMemoryError=touch owned"];
    }),
    code: 2,
    says: /jvm\[1\]: .*a configuration sets options of memory, collector and processors only/,
  },
];
