// Configurations with all that a file may say, for spreadsheets: sites with awkward names, and keys that are ignored.
import { join } from "node:path";
import fc from "fast-check";
import { type Content, contentFrom, type Entry } from "../../../src/config/content/content.ts";
import type { Config } from "../../../src/config/types.ts";
import { asState } from "../../../src/sheets/matrix.ts";
import { type Site, sites } from "../generated/site.ts";
import { jsonText } from "../generated/text.ts";
import { ROOT } from "../root.ts";

/** The file of a shipped configuration. */
export const configFile = (name: string): string => join(ROOT, "configs", `${name}-config.json`);

/** Names that a program could take for a number, a date, a formula, or an escape of its own. */
const TEMPTING = [
  ...["=1+1", "+5", "-3", "@x", "0012", "1e5", "TRUE", "2026-01-01", "12:30", "NaN", "5%"],
  ...['"q"', "'x", " edge ", "_x0041_", "a\nb", "", "#REF!", "1,5"],
];

const renamed = (site: Site, salt: number): Site => {
  const names = new Map<string, string>();
  // Each name gets another one, so that states stay distinct.
  const name = (text: string) => {
    if (!names.has(text))
      names.set(
        text,
        `${TEMPTING[(names.size + salt) % TEMPTING.length]}${names.size < TEMPTING.length ? "" : names.size}`,
      );
    return names.get(text)!;
  };
  const state = <T extends { auth: string; level: string }>(one: T): T => ({
    ...one,
    auth: name(one.auth),
    level: name(one.level),
  });
  return {
    ...site,
    newSession: site.newSession.map(state),
    transitions: site.transitions.map(({ source, dest, probability }) => ({
      source: state(source),
      dest: state(dest),
      probability,
    })),
    auths: site.auths.map((one) => ({ ...one, auth: name(one.auth) })),
    levels: site.levels.map((one) => ({ ...one, level: name(one.level) })),
    showUserDetails: new Map([...site.showUserDetails].map(([auth, show]) => [name(auth), show])),
    newUserAuth: name(site.newUserAuth),
    newUserLevel: name(site.newUserLevel),
    ...(site.churnedAuth !== undefined && { churnedAuth: name(site.churnedAuth) }),
  };
};

type Extras = { texts: string[]; number: number; seed: bigint; order: number };

function contentOf(site: Omit<Config, "file" | "seed">, { texts, number, seed, order }: Extras): Content {
  const [first, second] = texts as [string, string];
  const transitions: Entry[] = site.transitions.map(({ source, dest, probability }, index) => ({
    source: { ...asState(source), ...(index % 3 === 0 && { note: first }) },
    dest: asState(dest),
    p: probability,
    ...(index % 4 === 1 && { why: [number, second] }),
  }));
  const turn = order % Math.max(1, transitions.length);
  const settings = {
    seed: String(seed),
    alpha: JSON.stringify(site.alphaSeconds),
    beta: JSON.stringify(site.betaSeconds),
    tag: JSON.stringify(first),
    "new-user-auth": JSON.stringify(site.newUserAuth),
    "new-user-level": JSON.stringify(site.newUserLevel),
    ...(site.churnedAuth !== undefined && { "churned-state": JSON.stringify(site.churnedAuth) }),
    jvm: JSON.stringify(["-Xmx4g", second]),
    _comment: JSON.stringify({ text: first, number }),
    _number: JSON.stringify(number),
  };
  return contentFrom(
    Object.entries(settings).map(([key, json]) => ({ key, json })),
    (key) =>
      ({
        "show-user-details": [...site.showUserDetails].map(([auth, show]) => ({
          auth,
          show,
          ...(show && { note: second }),
        })),
        levels: site.levels.map(({ level, weight }) => ({ level, weight })),
        auths: site.auths.map(({ auth, weight }) => ({ auth, weight })),
        "new-session": site.newSession.map(({ page, auth, method, status, level, weight }) => ({
          page,
          auth,
          method,
          status,
          level,
          weight,
        })),
        // The file's order is another one than that of the states.
        transitions: [...transitions.slice(turn), ...transitions.slice(0, turn)],
      })[key],
  );
}

export const contents: fc.Arbitrary<Content> = fc
  .record({
    site: fc
      .tuple(sites, fc.boolean(), fc.nat(20))
      .map(([site, tempts, salt]) => (tempts ? renamed(site, salt) : site)),
    texts: fc.array(fc.oneof(jsonText, fc.constantFrom(...TEMPTING)), { minLength: 2, maxLength: 2 }),
    number: fc.double({ noNaN: true, noDefaultInfinity: true }),
    seed: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    order: fc.nat(100),
  })
  .map(({ site, ...extras }) => contentOf(site, extras));
