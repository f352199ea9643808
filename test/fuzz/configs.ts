import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Case, Kind } from "./case.ts";
import { changed, changes, edited, edits } from "./changes.ts";

const RUN = [
  ...["-c", "site.json", "-n", "3", "-s", "2026-01-01T00:00:00", "-e", "2026-01-02T00:00:00"],
  ...["--events", "200", "--workers", "1", "--quiet", "out"],
];
const COMMANDS = [
  RUN,
  ["id", "-c", "site.json", "-s", "2026-01-01T00:00:00", "-e", "2026-01-02T00:00:00"],
  [...RUN.filter((word) => word !== "--quiet"), "--compat", "interana"],
  [...RUN, "--growth-rate", "0.5"],
];

/** Any configuration is run, or refused with exit code 2; the original's engine may stop where the original does. */
function caseOf(text: Buffer, args: readonly string[]): Case {
  return { files: { "site.json": text }, args, codes: args.includes("--compat") ? [0, 1, 2] : [0, 2] };
}

/** A site of few states that has every key. */
const SMALL = {
  seed: 1,
  ...{ alpha: 60, beta: 8000, damping: 0.09, "session-gap": 1800 },
  ...{ "weekend-damping": 0.5, "weekend-damping-offset": 180, "weekend-damping-scale": 360 },
  ...{ "n-users": 2, "first-user-id": 1, "growth-rate": 0.1, tag: "t", holidays: "US", jvm: ["-Xmx1g"] },
  ...{ "churned-state": "Cancelled", "new-user-auth": "Guest", "new-user-level": "free" },
  "show-user-details": ["Guest", "Member", "Cancelled"].map((auth) => ({ auth, show: true })),
  levels: [{ level: "free", weight: 1 }],
  auths: [
    { auth: "Guest", weight: 1 },
    { auth: "Member", weight: 4 },
  ],
  "new-session": [
    { page: "Home", auth: "Guest", method: "GET", status: 200, level: "free", weight: 1 },
    { page: "NextSong", auth: "Member", method: "PUT", status: 200, level: "free", weight: 1 },
  ],
  transitions: [
    ["Home", "Guest", "GET", "NextSong", "Member", "PUT", 0.5],
    ["NextSong", "Member", "PUT", "NextSong", "Member", "PUT", 0.8],
    ["NextSong", "Member", "PUT", "Cancel", "Cancelled", "PUT", 0.01],
  ].map(([page, auth, method, nextPage, nextAuth, nextMethod, p]) => ({
    source: { page, auth, method, status: 200, level: "free" },
    dest: { page: nextPage, auth: nextAuth, method: nextMethod, status: 200, level: "free" },
    p,
  })),
};

export const configs: Kind = {
  name: "configs",
  async prepare() {
    const shipped = JSON.parse(readFileSync("configs/Accordion-config.json", "utf8")) as unknown;
    const bases = [SMALL, SMALL, shipped];
    const texts = bases.map((base) => Buffer.from(JSON.stringify(base, undefined, 1)));
    const base = fc.nat(bases.length - 1);
    const args = fc.constantFrom(...COMMANDS);
    return fc.oneof(
      fc.tuple(base, changes, args).map(([index, all, args]) => {
        const text = JSON.stringify(changed(bases[index], all));
        return caseOf(Buffer.from(text), args);
      }),
      fc.tuple(base, edits, args).map(([index, all, args]) => caseOf(edited(texts[index]!, all), args)),
      fc.tuple(base, changes, edits, args).map(([index, all, bytes, args]) => {
        return caseOf(edited(Buffer.from(JSON.stringify(changed(bases[index], all))), bytes), args);
      }),
    );
  },
};
