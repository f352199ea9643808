// All populations by name. An entry has the numbers of the run, and where its people differ from the site's ordinary visitor:
//
//   keys     what the configuration's file has beside its tables
//   levels   weights of the levels that the first users have; auths the same
//   changes  each changes rows of site.mjs: { auth, level, from } narrow it to some of them, all but that of the page `except`;
//            `times` multiplies the weights of next pages, `adds` adds to them, by level where a next page has two

import { annoyances } from "./populations/annoyances.mjs";
import { moods } from "./populations/moods.mjs";
import { Accordion } from "./populations/ordinary.mjs";
import { others } from "./populations/others.mjs";
import { rhythms } from "./populations/rhythms.mjs";

const all = { Accordion, ...rhythms, ...annoyances, ...moods, ...others };

export const populations = Object.fromEntries(
  Object.keys(all)
    .sort()
    .map((name) => [name, all[name]]),
);
