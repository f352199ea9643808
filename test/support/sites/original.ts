import type { SiteJson } from "../original/read-site.ts";

/** A page of the site that the original's tests have. */
export const state = (page: string, auth = "In", status = 200) => ({
  page,
  auth,
  method: "GET",
  status,
  level: "free",
});

/** A site that starts at its page Home, in the few keys that the original asks for. */
export function originalSite(transitions: [source: string, dest: string, p: number][]): SiteJson {
  return {
    alpha: 100,
    beta: 20_000,
    "show-user-details": [{ auth: "In", show: true }],
    levels: [{ level: "free", weight: 1 }],
    auths: [{ auth: "In", weight: 1 }],
    "new-session": [{ ...state("Home"), weight: 1 }],
    transitions: transitions.map(([source, dest, p]) => ({ source: state(source), dest: state(dest), p })),
  };
}
